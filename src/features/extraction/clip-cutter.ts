import { AffektError } from "../../errors.ts";
import { MIN_SECONDS } from "../../audio/level.ts";
import { release } from "../../math/release.ts";

/** Windows of one length at equal distances; they may overlap or leave gaps. */
export interface Windows {
  readonly windowSeconds: number;
  readonly hopSeconds: number;
}

/** What of a recording makes a clip: `whole`, windows, or by `auto` windows of a minute where it is longer than ten. */
export type Windowing = "auto" | "whole" | Windows;

/** What of a recording is a clip of its own. */
export interface Cut {
  readonly startSeconds: number;
  /** Valid until the next one. */
  readonly samples: Float32Array;
}

const LONGEST_WHOLE_SECONDS = 600;
const MINUTES: Windows = { windowSeconds: 60, hopSeconds: 60 };

/**
 * Cuts a recording that comes in blocks into clips. Windows are cut as they become full; after the last full one comes a shorter
 * one, where 0.1 s or more are left that no window holds. Errors: `invalid-argument` for windows that are not positive.
 */
export class ClipCutter {
  readonly #sampleRate: number;
  readonly #isAuto: boolean;
  #windows: Windows | undefined;
  #cut = 0;
  #pieces: Float32Array[] = [];
  #held = new Float32Array(0);
  /** Where in the recording the pieces begin and end. */
  #first = 0;
  #end = 0;

  /** `expectedSeconds` is how long the recording says it is: where that is too long, windows are cut from the beginning on. */
  constructor(sampleRate: number, windowing: Windowing, expectedSeconds = 0) {
    this.#sampleRate = sampleRate;
    this.#isAuto = windowing === "auto";
    this.#windows = typeof windowing === "string" ? undefined : windowing;
    if (this.#isAuto && expectedSeconds > LONGEST_WHOLE_SECONDS) this.#windows = MINUTES;
    for (const [name, seconds] of Object.entries(this.#windows ?? {})) {
      if (!(seconds * sampleRate >= 1 && Number.isFinite(seconds))) {
        throw new AffektError(
          "invalid-argument",
          `windows: ${name} must be a positive number of seconds, got ${seconds}`,
        );
      }
    }
  }

  /** Takes the next samples, which are its own from then on, and gives the windows that are full with them. */
  *push(samples: Float32Array): Generator<Cut> {
    this.#pieces.push(samples);
    this.#end += samples.length;
    if (this.#isAuto && this.#end > LONGEST_WHOLE_SECONDS * this.#sampleRate) {
      this.#windows ??= MINUTES;
    }
    if (this.#windows === undefined) return;
    while (this.#startOf(this.#cut) + this.#length <= this.#end) yield this.#nextCut();
  }

  /** What is left after the last `push`: the whole recording, or a last window that is not full. */
  end(): Cut[] {
    if (this.#windows === undefined) {
      return [{ startSeconds: 0, samples: this.#take(0, this.#end) }];
    }
    const covered = this.#cut === 0 ? -1 : this.#startOf(this.#cut - 1) + this.#length;
    const left = this.#end - this.#startOf(this.#cut);
    const isWorthIt = this.#end > covered && left >= MIN_SECONDS * this.#sampleRate;
    return this.#cut === 0 || isWorthIt ? [this.#nextCut()] : [];
  }

  get #length(): number {
    return Math.round(this.#windows!.windowSeconds * this.#sampleRate);
  }

  #startOf(window: number): number {
    return Math.round(window * this.#windows!.hopSeconds * this.#sampleRate);
  }

  #nextCut(): Cut {
    const startSeconds = this.#cut * this.#windows!.hopSeconds;
    const start = this.#startOf(this.#cut++);
    const samples = this.#take(start, Math.min(start + this.#length, this.#end));
    this.#drop(this.#startOf(this.#cut));
    return { startSeconds, samples };
  }

  #take(start: number, end: number): Float32Array {
    const length = end - start;
    // one array for all windows: a new one each would be garbage of megabytes
    if (this.#held.length < length) this.#held = new Float32Array(length);
    const samples = this.#held.subarray(0, length);
    let at = this.#first;
    for (const piece of this.#pieces) {
      const [from, to] = [Math.max(start, at), Math.min(end, at + piece.length)];
      if (from < to) samples.set(piece.subarray(from - at, to - at), from - start);
      at += piece.length;
    }
    return samples;
  }

  /** Gives the memory of all samples back; to be called after the last cut has been used. */
  release(): void {
    release([...this.#pieces, this.#held]);
  }

  /** Forgets what comes before a place. */
  #drop(place: number): void {
    let count = 0;
    while (count < this.#pieces.length && this.#first + this.#pieces[count]!.length <= place) {
      this.#first += this.#pieces[count++]!.length;
    }
    release(this.#pieces.splice(0, count));
  }
}
