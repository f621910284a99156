/** The most stretches; twice as many at the most before pairs are joined. */
const STRETCHES = 8000;
const FIRST_STRETCH_SECONDS = 0.01;

/** The peaks of equal stretches of a recording of any length, in constant memory: stretches are joined in pairs when they are too many. */
export class LevelEnvelope {
  #peaks = new Float32Array(2 * STRETCHES);
  #count = 0;
  /** In samples. */
  #stretch: number;
  #filled = 0;

  constructor(sampleRate: number) {
    this.#stretch = Math.max(1, Math.round(FIRST_STRETCH_SECONDS * sampleRate));
  }

  push(samples: Float32Array): void {
    for (let i = 0; i < samples.length; i++) {
      if (this.#filled === this.#stretch) this.#next();
      const size = Math.abs(samples[i]!);
      if (size > this.#peaks[this.#count]!) this.#peaks[this.#count] = size;
      this.#filled++;
    }
  }

  /** The peaks so far. The last stretch may be shorter. */
  get levels(): Float32Array {
    return this.#peaks.slice(0, this.#count + (this.#filled > 0 ? 1 : 0));
  }

  #next(): void {
    this.#count++;
    this.#filled = 0;
    if (this.#count < this.#peaks.length) return;
    const joined = new Float32Array(this.#peaks.length);
    for (let i = 0; i < STRETCHES; i++) {
      joined[i] = Math.max(this.#peaks[2 * i]!, this.#peaks[2 * i + 1]!);
    }
    this.#peaks = joined;
    this.#count = STRETCHES;
    this.#stretch *= 2;
  }
}
