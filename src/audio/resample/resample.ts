import { AffektError } from "../../errors.ts";
import { type ResamplingPlan, resamplingPlan } from "./resampling-plan.ts";
import { ResamplingStream } from "./resampling-stream.ts";

/**
 * Resamples with a band-limited filter of linear phase: ceil(n * to / from) samples, as librosa's `resample` gives.
 * First a steep low-pass in the frequency domain, by overlap-save, which also changes the rate; then, where the wanted rate is not in a simple
 * ratio, a short interpolating filter.
 * Errors: `invalid-argument` for rates that are not positive integers.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  checkRates(from, to);
  if (from === to || samples.length === 0) return samples;
  return resampleWhole(samples, Math.ceil((samples.length * to) / from), resamplingPlan(from, to));
}

/** Half as many samples (rounded up) at half the rate, times the square root of 2 so that the energy stays: librosa's `resample(orig_sr=2, target_sr=1, scale=True)`. */
export function downsampleByTwo(samples: Float32Array): Float32Array {
  return resampleWhole(samples, Math.ceil(samples.length / 2), resamplingPlan(2, 1, Math.SQRT2));
}

/**
 * Resamples a recording that comes in blocks of any length, in constant memory: what `push` and then `flush` give, one after the other, are the samples
 * that `resample` gives of the whole.
 * Errors: `invalid-argument` for rates that are not positive integers.
 */
export class Resampler {
  readonly #from: number;
  readonly #to: number;
  readonly #stream: ResamplingStream | undefined;
  #taken = 0;
  #given = 0;

  constructor(from: number, to: number) {
    checkRates(from, to);
    this.#from = from;
    this.#to = to;
    this.#stream = from === to ? undefined : new ResamplingStream(resamplingPlan(from, to));
  }

  /** Takes the next samples and gives those that are ready, which lag behind by one transform; at equal rates the very array. */
  push(samples: Float32Array): Float32Array {
    if (this.#stream === undefined) return samples;
    this.#taken += samples.length;
    const ready = this.#stream.run([samples]);
    this.#given += ready.length;
    return ready;
  }

  /** What is left after the last `push`. */
  flush(): Float32Array {
    if (this.#stream === undefined) return new Float32Array(0);
    const length = Math.ceil((this.#taken * this.#to) / this.#from);
    return this.#stream.run([this.#stream.silence]).subarray(0, length - this.#given);
  }
}

function checkRates(from: number, to: number): void {
  if (![from, to].every((rate) => Number.isInteger(rate) && rate > 0)) {
    throw new AffektError(
      "invalid-argument",
      `resample: rates must be positive integers in Hz, got ${from} and ${to}`,
    );
  }
}

function resampleWhole(samples: Float32Array, length: number, plan: ResamplingPlan): Float32Array {
  const stream = new ResamplingStream(plan);
  return stream.run([samples, stream.silence]).subarray(0, length);
}
