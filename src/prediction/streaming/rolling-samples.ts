import { release } from "../../math/release.ts";

/** The last samples of a stream in one array, so that stretches of them are views and nothing is allocated while they roll on. */
export class RollingSamples {
  #data: Float32Array = new Float32Array(0);
  /** The place in the stream of the first value of `#data`. */
  #origin = 0;
  /** The first sample that is needed. */
  #start = 0;
  #end = 0;

  /** The end of the samples, counted from the first one of the stream. */
  get end(): number {
    return this.#end;
  }

  /** Adds samples, which are copied. */
  push(samples: Float32Array): void {
    const end = this.#end + samples.length;
    if (end - this.#origin > this.#data.length) this.#makeRoom(end - this.#start);
    this.#data.set(samples, this.#end - this.#origin);
    this.#end = end;
  }

  /** A view of the samples from `start` to `end`, valid until the next `push`. */
  view(start: number, end: number): Float32Array {
    return this.#data.subarray(start - this.#origin, end - this.#origin);
  }

  /** The samples before a place are no longer needed. */
  dropBefore(place: number): void {
    this.#start = Math.min(Math.max(this.#start, place), this.#end);
  }

  /** Frees all memory. */
  release(): void {
    release([this.#data]);
  }

  // Moves what is needed to the front of an array that is large enough to be moved seldom.
  #makeRoom(length: number): void {
    const kept = this.view(this.#start, this.#end);
    if (1.5 * length > this.#data.length) {
      const data = new Float32Array(2 * length);
      data.set(kept);
      release([this.#data]);
      this.#data = data;
    } else this.#data.set(kept);
    this.#origin = this.#start;
  }
}
