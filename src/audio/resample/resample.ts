import type * as v from "valibot";
import { complete } from "../../options/check.ts";
import { group, integer } from "../../options/schema.ts";
import { resamplingPlan } from "./resampling-plan.ts";
import { ResamplingStream } from "./resampling-stream.ts";

const resampleOptions = group({
  from: integer({ text: "sample rate of the input", unit: "Hz", min: 1 }),
  to: integer({ text: "sample rate of the output", unit: "Hz", min: 1 }),
});

/** The two rates of `resample`, librosa's `orig_sr` and `target_sr`, in Hz. */
export type ResampleOptions = v.InferInput<typeof resampleOptions>;

/**
 * Resamples with a band-limited filter of linear phase: ceil(n * to / from) samples, as librosa's `resample` gives.
 * A steep low-pass in the frequency domain (overlap-save) changes the rate. A short interpolating filter follows where the
 * ratio of the rates is not a simple one.
 * @throws {AffektError} `invalid-argument` for rates that are not positive integers.
 */
export function resample(samples: Float32Array, options: ResampleOptions): Float32Array {
  const { from, to } = complete(resampleOptions, options, "resample");
  if (from === to || samples.length === 0) return samples;
  const stream = new ResamplingStream(resamplingPlan(from, to));
  const length = Math.ceil((samples.length * to) / from);
  return stream.run([samples, stream.silence]).subarray(0, length);
}

/**
 * Resamples a recording block by block, in constant memory. The results of `push` and then `flush`, joined, are the samples that
 * `resample` gives of the whole.
 * @throws {AffektError} `invalid-argument` for rates that are not positive integers.
 */
export class Resampler {
  readonly #from: number;
  readonly #to: number;
  readonly #stream: ResamplingStream | undefined;
  #taken = 0;
  #given = 0;

  /** gain: what all samples are multiplied by where the rates differ. */
  constructor({ gain, ...options }: ResampleOptions & { readonly gain?: number }) {
    const { from, to } = complete(resampleOptions, options, "resample");
    this.#from = from;
    this.#to = to;
    this.#stream = from === to ? undefined : new ResamplingStream(resamplingPlan(from, to, gain));
  }

  /** Takes the next samples and returns those that are ready, which lag behind by one transform. Equal rates return the same array. */
  push(samples: Float32Array): Float32Array {
    if (this.#stream === undefined) return samples;
    this.#taken += samples.length;
    const ready = this.#stream.run([samples]);
    this.#given += ready.length;
    return ready;
  }

  /** The remaining samples, after the last `push`; takes the last samples, too. */
  flush(last: Float32Array = new Float32Array(0)): Float32Array {
    if (this.#stream === undefined) return last;
    const length = Math.ceil(((this.#taken + last.length) * this.#to) / this.#from);
    return this.#stream.run([last, this.#stream.silence]).subarray(0, length - this.#given);
  }
}
