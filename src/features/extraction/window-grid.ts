import { MIN_SECONDS } from "../../audio/level.ts";
import { AffektError } from "../../errors.ts";
import type { Windows } from "./cutter.ts";

/** The place of a window, in samples. */
export interface WindowPlace {
  readonly startSeconds: number;
  readonly start: number;
  readonly end: number;
}

/** The places of windows in a recording whose end is not known yet. */
export class WindowGrid {
  /** Windows begin at multiples of it; 1 for those that do not overlap. */
  readonly step: number;
  readonly #sampleRate: number;
  readonly #length: number;
  readonly #hopSeconds: number;
  #count = 0;

  /**
   * Windows that overlap begin at the multiple of `step` samples before their places.
   * @throws {AffektError} `invalid-argument` for windows that are not positive.
   */
  constructor(sampleRate: number, { windowSeconds, hopSeconds }: Windows, step = 1) {
    for (const [name, seconds] of Object.entries({ windowSeconds, hopSeconds })) {
      if (!(seconds * sampleRate >= 1 && Number.isFinite(seconds))) {
        throw new AffektError(
          "invalid-argument",
          `windows: ${name} must be a positive number of seconds, got ${seconds}`,
        );
      }
    }
    this.#sampleRate = sampleRate;
    this.#length = Math.round(windowSeconds * sampleRate);
    this.#hopSeconds = hopSeconds;
    this.step = hopSeconds < windowSeconds ? step : 1;
  }

  /** The first sample of the next window. */
  get start(): number {
    const place = this.#placeOf(this.#count);
    return place - (place % this.step);
  }

  /** The next windows that are full with the samples before `end`. */
  *until(end: number): Generator<WindowPlace> {
    while (this.#placeOf(this.#count) + this.#length <= end) {
      yield this.#next(this.start + this.#length);
    }
  }

  /** The shorter window at the end of the recording: the only one, or where 0.1 s or more are left that no window holds. */
  *rest(end: number): Generator<WindowPlace> {
    const covered = this.#count === 0 ? -1 : this.#placeOf(this.#count - 1) + this.#length;
    const left = end - this.#placeOf(this.#count);
    const isWorthIt = end > covered && left >= MIN_SECONDS * this.#sampleRate;
    if (this.#count === 0 || isWorthIt) yield this.#next(end);
  }

  #placeOf(window: number): number {
    return Math.round(window * this.#hopSeconds * this.#sampleRate);
  }

  #next(end: number): WindowPlace {
    const { start } = this;
    return { startSeconds: this.#count++ * this.#hopSeconds, start, end };
  }
}
