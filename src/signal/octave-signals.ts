import { Resampler } from "../audio/resample/resample.ts";
import { release } from "../math/release.ts";

/** A signal that becomes known stretch by stretch. */
export interface GrowingSignal {
  /** Samples of the whole signal. */
  readonly length: number;
  /** Those that are held, the first being the sample `start` of the signal. */
  readonly samples: Float32Array;
  readonly start: number;
}

/** A signal that is there as a whole, but shown up to `end` only. */
export class ShownSignal implements GrowingSignal {
  readonly length: number;
  readonly start = 0;
  readonly #whole: Float32Array;
  #end = 0;

  constructor(whole: Float32Array) {
    this.#whole = whole;
    this.length = whole.length;
  }

  get samples(): Float32Array {
    return this.#whole.subarray(0, this.#end);
  }

  showUntil(end: number): void {
    this.#end = Math.min(end, this.length);
  }
}

/** Another signal at half its sample rate with the same energy. */
export class HalvedSignal implements GrowingSignal {
  readonly length: number;
  readonly #above: GrowingSignal;
  // librosa's `resample(orig_sr=2, target_sr=1, scale=True)`
  readonly #resampler = new Resampler({ from: 2, to: 1, gain: Math.SQRT2 });
  #taken = 0;
  #samples: Float32Array = new Float32Array(0);
  #start = 0;

  constructor(above: GrowingSignal) {
    this.#above = above;
    this.length = Math.ceil(above.length / 2);
  }

  get samples(): Float32Array {
    return this.#samples;
  }

  get start(): number {
    return this.#start;
  }

  /** Takes what is new of the other signal, which may not have been dropped yet. */
  advance(): void {
    const { samples, start, length } = this.#above;
    const piece = samples.subarray(this.#taken - start);
    this.#taken += piece.length;
    const isLast = this.#taken === length;
    this.#append(isLast ? this.#resampler.flush(piece) : this.#resampler.push(piece));
  }

  /** Frees the samples before a place. */
  dropBefore(place: number): void {
    const count = Math.min(this.#samples.length, Math.max(0, place - this.#start));
    this.#samples = this.#samples.subarray(count);
    this.#start += count;
  }

  /** Frees all samples. */
  release(): void {
    release([this.#samples]);
  }

  #append(ready: Float32Array): void {
    const held = this.#samples;
    if (held.length === 0) {
      this.#samples = ready;
      return;
    }
    this.#samples = new Float32Array(held.length + ready.length);
    this.#samples.set(held);
    this.#samples.set(ready, held.length);
    release([held, ready]);
  }
}
