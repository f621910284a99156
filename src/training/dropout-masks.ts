import type { Mask } from "../network/network.ts";
import type { Tensor, Tensors } from "../network/runtime.ts";

const HASH_STEP = 0x9e3779b9;

/**
 * The dropout masks of a training, step by step: each value follows from the seed, the step and its own place alone,
 * so a training that is resumed goes on with the same masks, on every platform.
 *
 * A 32-bit hash (the finaliser that fills the state of `Random`) of a counter decides on two values with 16 bits
 * each: a rate is met to 1 / 65536.
 */
export class DropoutMasks {
  readonly #masks: readonly Mask[];
  readonly #seed: number;
  readonly #tensors = new Map<number, Readonly<Record<string, Tensor>>>();
  #step = 0;

  constructor(masks: readonly Mask[], seed: number) {
    this.#masks = masks;
    this.#seed = seed;
  }

  /** The masks of the next step, for a batch of `rows`, by the names of the graph's inputs. Overwritten by the next call. */
  next(rows: number): Tensors {
    const tensors = this.#tensorsFor(rows);
    this.#step++;
    let start = mix(mix(this.#seed | 0) ^ this.#step);
    for (const { name, rate } of this.#masks) {
      start = mix(start ^ HASH_STEP);
      fillMask(tensors[name]!.data, rate, start);
    }
    return tensors;
  }

  #tensorsFor(rows: number): Readonly<Record<string, Tensor>> {
    let tensors = this.#tensors.get(rows);
    if (tensors === undefined) {
      tensors = Object.fromEntries(
        this.#masks.map(({ name, size }) => {
          // one value more where the count is odd, as they are made in pairs
          const data = new Float32Array(2 * Math.ceil((rows * size) / 2));
          return [name, { data: data.subarray(0, rows * size), dims: [rows, size] }];
        }),
      );
      this.#tensors.set(rows, tensors);
    }
    return tensors;
  }
}

function mix(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return h ^ (h >>> 15);
}

/** Fills a mask without branches: the sign of (16 bits - threshold) blanks the bit pattern of 1 / (1 - rate). */
function fillMask(mask: Float32Array, rate: number, start: number): void {
  const threshold = Math.round(rate * 65536);
  const kept = new Int32Array(Float32Array.of(1 / (1 - rate)).buffer)[0]!;
  const bits = new Int32Array(mask.buffer, mask.byteOffset, 2 * Math.ceil(mask.length / 2));
  let counter = start;
  for (let i = 0; i < bits.length; i += 2) {
    counter = (counter + HASH_STEP) | 0;
    let h = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
    h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
    h ^= h >>> 15;
    bits[i] = kept & ~(((h & 0xffff) - threshold) >> 31);
    bits[i + 1] = kept & ~(((h >>> 16) - threshold) >> 31);
  }
}
