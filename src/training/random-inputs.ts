import { Random } from "../math/statistics/random.ts";
import type { Distribution, RandomInput } from "../network/operations/random-numbers.ts";
import type { Tensor, Tensors } from "../network/runtime/runtime.ts";

/** Fills an array with random numbers. */
type Filling = (values: Float32Array, random: Random) => void;

/**
 * The random numbers of a training, step by step: dropout masks and noise. They depend on the seed and the step only, so a resumed training
 * continues with the same numbers, on every platform.
 */
export class RandomInputs {
  readonly #inputs: readonly RandomInput[];
  readonly #fillings: readonly Filling[];
  readonly #seed: number;
  readonly #tensors = new Map<number, readonly Tensor[]>();

  constructor(inputs: readonly RandomInput[], seed: number) {
    this.#inputs = inputs;
    const known = new Map<string, Filling>(); // a mask's table takes some milliseconds to make
    this.#fillings = inputs.map(({ distribution }) => {
      const key = JSON.stringify(distribution);
      const filling = known.get(key) ?? fillingOf(distribution);
      known.set(key, filling);
      return filling;
    });
    this.#seed = seed;
  }

  /** The numbers of step `step` for a batch of `rows`, by the names of the graph's inputs. Overwritten by the next call. */
  at(step: number, rows: number): Tensors {
    const tensors = this.#tensorsFor(rows);
    const random = Random.of(this.#seed, "noise", step);
    return Object.fromEntries(
      this.#inputs.map(({ name }, i) => {
        const tensor = tensors[i]!;
        this.#fillings[i]!(tensor.data, random);
        return [name, tensor];
      }),
    );
  }

  #tensorsFor(rows: number): readonly Tensor[] {
    let tensors = this.#tensors.get(rows);
    if (tensors === undefined) {
      tensors = this.#inputs.map(({ size }) => ({
        data: new Float32Array(rows * size),
        dims: [rows, size],
      }));
      this.#tensors.set(rows, tensors);
    }
    return tensors;
  }
}

function fillingOf(distribution: Distribution): Filling {
  switch (distribution.kind) {
    case "dropout":
      return dropoutMask(distribution.rate);
    case "normal":
      return (values, random) => {
        for (let i = 0; i < values.length; i++) values[i] = distribution.stddev * random.normal();
      };
  }
}

const GAP_BITS = 16;

/**
 * Not each value of a mask is drawn but the gaps between zeros, which are geometrically distributed: a tenth of the
 * work at a rate of 0.1. A gap is drawn from 2^16 equally likely quantiles, which meets the rate to about 1e-4 of itself.
 */
function dropoutMask(rate: number): Filling {
  const gaps = gapQuantiles(rate);
  const kept = 1 / (1 - rate);
  return (mask, random) => {
    mask.fill(kept);
    for (let i = -1; i < mask.length;) {
      const bits = random.uint32();
      i += 1 + gaps[bits & 0xffff]!;
      if (i < mask.length) mask[i] = 0;
      i += 1 + gaps[bits >>> GAP_BITS]!;
      if (i < mask.length) mask[i] = 0;
    }
  };
}

/** Quantiles of the count of kept values before a dropped one. */
function gapQuantiles(rate: number): Uint32Array {
  const count = 1 << GAP_BITS;
  const logKept = Math.log1p(-rate);
  return Uint32Array.from({ length: count }, (_, i) =>
    Math.floor(Math.log1p(-(i + 0.5) / count) / logKept),
  );
}
