import type { Cut, Cutter, Windowing, Windows } from "./cutter.ts";
import { SampleBuffer } from "./sample-buffer.ts";
import { WindowGrid, type WindowPlace } from "./window-grid.ts";

const LONGEST_WHOLE_SECONDS = 600;
const MINUTES: Windows = { windowSeconds: 60, hopSeconds: 60 };

/** Options of `WindowCutter`. */
export interface WindowOptions {
  /** The recording's length by its header. */
  readonly expectedSeconds?: number | undefined;
  /** As `WindowGrid` takes it. */
  readonly step?: number | undefined;
}

/**
 * Cuts a recording into windows, or keeps it whole. Each window is given when it is full; after the last full one comes a shorter
 * one, where 0.1 s or more are left that no window holds.
 */
export class WindowCutter implements Cutter {
  readonly #sampleRate: number;
  readonly #isAuto: boolean;
  readonly #buffer: SampleBuffer;
  #grid: WindowGrid | undefined;

  /** @throws {AffektError} `invalid-argument` for windows that are not positive. */
  constructor(
    sampleRate: number,
    windowing: Windowing,
    { expectedSeconds = 0, step = 1 }: WindowOptions = {},
  ) {
    this.#sampleRate = sampleRate;
    this.#isAuto = windowing === "auto";
    const isLong = this.#isAuto && expectedSeconds > LONGEST_WHOLE_SECONDS;
    const windows = typeof windowing === "string" ? undefined : windowing;
    const own = isLong ? MINUTES : windows;
    this.#grid = own && new WindowGrid(sampleRate, own, step);
    // a header that promises hours may be wrong
    const whole = own === undefined ? Math.min(expectedSeconds, LONGEST_WHOLE_SECONDS) : 0;
    this.#buffer = new SampleBuffer(whole > 0 ? Math.ceil(whole * sampleRate) + 1 : 0);
  }

  *push(samples: Float32Array): Generator<Cut> {
    this.#buffer.push(samples);
    if (this.#isAuto && this.#buffer.end > LONGEST_WHOLE_SECONDS * this.#sampleRate) {
      this.#grid ??= new WindowGrid(this.#sampleRate, MINUTES);
    }
    if (this.#grid !== undefined) yield* this.#cuts(this.#grid.until(this.#buffer.end));
  }

  *end(): Generator<Cut> {
    if (this.#grid !== undefined) yield* this.#cuts(this.#grid.rest(this.#buffer.end));
    else yield { startSeconds: 0, samples: this.#buffer.takeAll() };
  }

  release(): void {
    this.#buffer.release();
  }

  *#cuts(places: Iterable<WindowPlace>): Generator<Cut> {
    for (const { startSeconds, start, end } of places) {
      const samples = this.#buffer.take(start, end);
      this.#buffer.dropBefore(this.#grid!.start);
      yield { startSeconds, samples };
    }
  }
}
