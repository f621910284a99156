import type { Cut, Cutter, Segment } from "./cutter.ts";
import { SampleBuffer } from "./sample-buffer.ts";

interface Place {
  readonly segment: number;
  readonly startSeconds: number;
  /** In samples. */
  readonly start: number;
  readonly end: number;
}

/** Cuts the segments that were asked for, each when the recording has come to its end. A segment that begins behind the recording's end is left out. */
export class SegmentCutter implements Cutter {
  readonly #buffer = new SampleBuffer();
  /** Those that are left, the first to end first. */
  readonly #places: Place[];

  constructor(sampleRate: number, segments: readonly Segment[]) {
    this.#places = segments
      .map(({ startSeconds, endSeconds }, segment) => ({
        segment,
        startSeconds,
        start: Math.round(startSeconds * sampleRate),
        end: Math.round(endSeconds * sampleRate),
      }))
      .sort((a, b) => (a.end === b.end ? a.start - b.start : a.end - b.end));
  }

  *push(samples: Float32Array): Generator<Cut> {
    this.#buffer.push(samples);
    yield* this.#cutUntil(this.#buffer.end);
    const needed = this.#places.reduce((first, { start }) => Math.min(first, start), Infinity);
    this.#buffer.dropBefore(needed);
  }

  *end(): Generator<Cut> {
    yield* this.#cutUntil(Infinity);
  }

  release(): void {
    this.#buffer.release();
  }

  *#cutUntil(end: number): Generator<Cut> {
    while (this.#places.length > 0 && this.#places[0]!.end <= end) {
      const { start, end: wanted, segment, startSeconds } = this.#places.shift()!;
      if (start >= this.#buffer.end) continue;
      const samples = this.#buffer.take(start, Math.min(wanted, this.#buffer.end));
      yield { startSeconds, samples, segment };
    }
  }
}
