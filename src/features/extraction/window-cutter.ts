import { MIN_SECONDS } from "../../audio/level.ts";
import { AffektError } from "../../errors.ts";
import type { Cut, Cutter, Windowing, Windows } from "./cutter.ts";
import { SampleBuffer } from "./sample-buffer.ts";

const LONGEST_WHOLE_SECONDS = 600;
const MINUTES: Windows = { windowSeconds: 60, hopSeconds: 60 };

/**
 * Cuts a recording into windows, or keeps it whole. Each window is given when it is full; after the last full one comes a shorter
 * one, where 0.1 s or more are left that no window holds.
 */
export class WindowCutter implements Cutter {
  readonly #sampleRate: number;
  readonly #isAuto: boolean;
  readonly #buffer: SampleBuffer;
  #windows: Windows | undefined;
  /** The number of windows that have been cut. */
  #count = 0;

  constructor(sampleRate: number, windowing: Windowing, expectedSeconds = 0) {
    this.#sampleRate = sampleRate;
    this.#isAuto = windowing === "auto";
    this.#windows = typeof windowing === "string" ? undefined : windowing;
    if (this.#isAuto && expectedSeconds > LONGEST_WHOLE_SECONDS) this.#windows = MINUTES;
    // a header that promises hours may be wrong
    const whole =
      this.#windows === undefined ? Math.min(expectedSeconds, LONGEST_WHOLE_SECONDS) : 0;
    this.#buffer = new SampleBuffer(whole > 0 ? Math.ceil(whole * sampleRate) + 1 : 0);
    if (this.#windows === undefined) return;
    const { windowSeconds, hopSeconds } = this.#windows;
    for (const [name, seconds] of Object.entries({ windowSeconds, hopSeconds })) {
      if (!(seconds * sampleRate >= 1 && Number.isFinite(seconds))) {
        throw new AffektError(
          "invalid-argument",
          `windows: ${name} must be a positive number of seconds, got ${seconds}`,
        );
      }
    }
  }

  *push(samples: Float32Array): Generator<Cut> {
    this.#buffer.push(samples);
    if (this.#isAuto && this.#buffer.end > LONGEST_WHOLE_SECONDS * this.#sampleRate) {
      this.#windows ??= MINUTES;
    }
    if (this.#windows === undefined) return;
    while (this.#startOf(this.#count) + this.#length <= this.#buffer.end) yield this.#next();
  }

  *end(): Generator<Cut> {
    if (this.#windows === undefined) {
      yield { startSeconds: 0, samples: this.#buffer.takeAll() };
      return;
    }
    const covered = this.#count === 0 ? -1 : this.#startOf(this.#count - 1) + this.#length;
    const left = this.#buffer.end - this.#startOf(this.#count);
    const isWorthIt = this.#buffer.end > covered && left >= MIN_SECONDS * this.#sampleRate;
    if (this.#count === 0 || isWorthIt) yield this.#next();
  }

  release(): void {
    this.#buffer.release();
  }

  get #length(): number {
    return Math.round(this.#windows!.windowSeconds * this.#sampleRate);
  }

  #startOf(window: number): number {
    return Math.round(window * this.#windows!.hopSeconds * this.#sampleRate);
  }

  #next(): Cut {
    const startSeconds = this.#count * this.#windows!.hopSeconds;
    const start = this.#startOf(this.#count++);
    const samples = this.#buffer.take(start, Math.min(start + this.#length, this.#buffer.end));
    this.#buffer.dropBefore(this.#startOf(this.#count));
    return { startSeconds, samples };
  }
}
