import { release } from "../../math/release.ts";

/** Samples that came in pieces, of which the first ones are dropped when they are used up. */
export class SampleBuffer {
  #pieces: Float32Array[] = [];
  #held: Float32Array = new Float32Array(0);
  #start = 0;
  #end = 0;

  /** The end of the samples, counted from the first sample of the recording. */
  get end(): number {
    return this.#end;
  }

  /** Takes samples over. */
  push(samples: Float32Array): void {
    this.#pieces.push(samples);
    this.#end += samples.length;
  }

  /** The samples from `start` to `end`, valid until the next call. */
  take(start: number, end: number): Float32Array {
    const length = Math.max(0, end - start);
    // one array for all: a new one for each window would be megabytes of garbage
    if (this.#held.length < length) this.#held = new Float32Array(length);
    const samples = this.#held.subarray(0, length);
    let at = this.#start;
    for (const piece of this.#pieces) {
      const [from, to] = [Math.max(start, at), Math.min(end, at + piece.length)];
      if (from < to) samples.set(piece.subarray(from - at, to - at), from - start);
      at += piece.length;
    }
    return samples;
  }

  /** All samples. Pieces are freed on the way, so that they are not held twice. */
  takeAll(): Float32Array {
    if (this.#pieces.length === 1) {
      this.#held = this.#pieces.pop()!;
      return this.#held;
    }
    const samples = new Float32Array(this.#end - this.#start);
    this.#held = samples;
    let at = 0;
    for (let piece = this.#pieces.shift(); piece !== undefined; piece = this.#pieces.shift()) {
      samples.set(piece, at);
      at += piece.length;
      release([piece]);
    }
    return samples;
  }

  /** Frees the samples before a place. */
  dropBefore(place: number): void {
    let count = 0;
    while (count < this.#pieces.length && this.#start + this.#pieces[count]!.length <= place) {
      this.#start += this.#pieces[count++]!.length;
    }
    release(this.#pieces.splice(0, count));
  }

  /** Frees all memory. */
  release(): void {
    release([...this.#pieces.splice(0), this.#held]);
  }
}
