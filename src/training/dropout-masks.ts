import { Random } from "../math/random.ts";
import type { Mask } from "../network/network.ts";
import type { Tensor, Tensors } from "../network/runtime.ts";

const GAP_BITS = 16;

/**
 * The dropout masks of a training, step by step; they follow from the seed and the step alone, so a training that is
 * resumed goes on with the same masks, on every platform.
 *
 * Not each value is drawn but the gaps between zeros, which are geometrically distributed: a tenth of the
 * work at a rate of 0.1. A gap is drawn from 2^16 equally likely quantiles, which meets the rate to about 1e-4 of itself.
 */
export class DropoutMasks {
  readonly #masks: readonly Mask[];
  readonly #gaps: ReadonlyMap<number, Uint32Array>;
  readonly #seed: number;
  readonly #tensors = new Map<number, readonly Tensor[]>();

  constructor(masks: readonly Mask[], seed: number) {
    this.#masks = masks;
    const rates = [...new Set(masks.map(({ rate }) => rate))];
    this.#gaps = new Map(rates.map((rate) => [rate, gapQuantiles(rate)]));
    this.#seed = seed;
  }

  /** The masks of step `step` for a batch of `rows`, by the names of the graph's inputs. Overwritten by the next call. */
  at(step: number, rows: number): Tensors {
    const tensors = this.#tensorsFor(rows);
    const random = new Random(Math.imul(this.#seed, 0x9e3779b9) ^ step);
    return Object.fromEntries(
      this.#masks.map(({ name, rate }, i) => {
        const tensor = tensors[i]!;
        fillMask(tensor.data, 1 / (1 - rate), this.#gaps.get(rate)!, random);
        return [name, tensor];
      }),
    );
  }

  #tensorsFor(rows: number): readonly Tensor[] {
    let tensors = this.#tensors.get(rows);
    if (tensors === undefined) {
      tensors = this.#masks.map(({ size }) => ({
        data: new Float32Array(rows * size),
        dims: [rows, size],
      }));
      this.#tensors.set(rows, tensors);
    }
    return tensors;
  }
}

/** Quantiles of the count of kept values before a dropped one. */
function gapQuantiles(rate: number): Uint32Array {
  const count = 1 << GAP_BITS;
  const logKept = Math.log1p(-rate);
  return Uint32Array.from({ length: count }, (_, i) =>
    Math.floor(Math.log1p(-(i + 0.5) / count) / logKept),
  );
}

function fillMask(mask: Float32Array, kept: number, gaps: Uint32Array, random: Random): void {
  mask.fill(kept);
  for (let i = -1; i < mask.length;) {
    const bits = random.uint32();
    i += 1 + gaps[bits & 0xffff]!;
    if (i < mask.length) mask[i] = 0;
    i += 1 + gaps[bits >>> GAP_BITS]!;
    if (i < mask.length) mask[i] = 0;
  }
}
