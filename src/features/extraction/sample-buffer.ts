import { release } from "../../math/release.ts";

/** Samples that came in pieces, of which the first ones are dropped when they are used up. */
export class SampleBuffer {
  #pieces: Float32Array[] = [];
  /** What is left of the array that the last piece is the beginning of. */
  #room: Float32Array;
  #held: Float32Array = new Float32Array(0);
  #start = 0;
  #end = 0;

  /** expectedLength: as many samples go to one array as they come, so that it is not made of pieces which are there at the same time. */
  constructor(expectedLength = 0) {
    this.#room = new Float32Array(expectedLength);
    if (expectedLength > 0) this.#pieces.push(this.#room.subarray(0, 0));
  }

  /** The end of the samples, counted from the first sample of the recording. */
  get end(): number {
    return this.#end;
  }

  /** Takes samples over. */
  push(samples: Float32Array): void {
    if (samples.length === 0) return;
    this.#end += samples.length;
    if (this.#room.length === 0 || samples.length > this.#room.length) {
      this.#pieces.push(samples);
      this.#room = new Float32Array(0);
      return;
    }
    const last = this.#pieces.pop()!;
    this.#room.set(samples);
    this.#room = this.#room.subarray(samples.length);
    this.#pieces.push(new Float32Array(last.buffer, 0, last.length + samples.length));
    release([samples]);
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
