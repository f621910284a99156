import { concatenate } from "../math/concatenate.ts";

/** Distance between two frames in seconds. */
const HOP_SECONDS = 0.016;
const WINDOW_SECONDS = 0.032;

/** Finds speech in samples that come in pieces. */
export class VoiceActivity {
  /** Samples between two frames. */
  readonly hopLength: number;
  readonly #windowLength: number;
  #pending: Float32Array = new Float32Array(0);
  #floor = -50;

  /** `sampleRate` in Hz. */
  constructor(sampleRate: number) {
    this.hopLength = Math.round(HOP_SECONDS * sampleRate);
    this.#windowLength = Math.round(WINDOW_SECONDS * sampleRate);
  }

  /** How many samples after its beginning a frame is known at last. */
  get latency(): number {
    return this.#windowLength;
  }

  /** Takes the next samples, which stay the caller's; the speech probabilities, 0…1, of the frames that are complete with them. */
  push(samples: Float32Array): Float32Array {
    const all = concatenate([this.#pending, samples], (length) => new Float32Array(length));
    const count = Math.max(0, 1 + Math.floor((all.length - this.#windowLength) / this.hopLength));
    const probabilities = new Float32Array(count);
    for (let f = 0; f < count; f++) {
      const start = f * this.hopLength;
      let power = 0;
      for (let i = start; i < start + this.#windowLength; i++) power += all[i]! ** 2;
      const level = 10 * Math.log10(power / this.#windowLength + 1e-10);
      this.#floor = Math.min(level, this.#floor + 0.05);
      const above = level - Math.max(-65, this.#floor);
      probabilities[f] = 1 / (1 + Math.exp((12 - above) / 2));
    }
    this.#pending = all.slice(count * this.hopLength);
    return probabilities;
  }

  /** The frames that are left at the end. */
  end(): Float32Array {
    return this.push(new Float32Array(this.#windowLength));
  }
}
