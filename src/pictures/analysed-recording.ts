import { mixToMono } from "../audio/mix.ts";
import { resample } from "../audio/resample/resample.ts";
import type { Frames } from "../signal/frames.ts";
import { ANALYSIS_RATE, type ColumnGrid } from "./column-grid.ts";
import { levelColumns } from "./level-columns.ts";
import type { PicturedRecording, TimeSpan } from "./pictured-recording.ts";
import { powerColumns } from "./power-columns.ts";

const SILENCE_DB = 60;

/** The drawn part of a recording and results that panels share. Each is computed at its first use. */
export class AnalysedRecording {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Mono, at the recording's own rate. */
  readonly samples: Float32Array;
  readonly sampleRate: number;
  readonly grid: ColumnGrid;
  #resampled: Float32Array | undefined;
  #power: Frames | undefined;
  #levels: Float64Array | undefined;

  constructor(
    { audio }: PicturedRecording,
    { startSeconds, endSeconds }: TimeSpan,
    grid: ColumnGrid,
  ) {
    const { sampleRate } = audio;
    this.startSeconds = startSeconds;
    this.endSeconds = endSeconds;
    this.sampleRate = sampleRate;
    this.grid = grid;
    this.samples = mixToMono(audio).subarray(
      Math.floor(startSeconds * sampleRate),
      Math.ceil(endSeconds * sampleRate),
    );
  }

  /** The samples at the rate of analysis. */
  get resampled(): Float32Array {
    this.#resampled ??= resample(this.samples, { from: this.sampleRate, to: ANALYSIS_RATE });
    return this.#resampled;
  }

  /** The power spectrogram: [columns, bins]. */
  get power(): Frames {
    this.#power ??= powerColumns(this.resampled, this.grid);
    return this.#power;
  }

  /** The level of each column in dB relative to full scale. */
  get levels(): Float64Array {
    this.#levels ??= levelColumns(this.resampled, this.grid);
    return this.#levels;
  }

  /** The silent columns, as in `trim`: 60 dB or more below the loudest one. */
  get silentColumns(): number[] {
    const loudest = this.levels.reduce((a, b) => Math.max(a, b));
    return [...this.levels.keys()].filter((c) => this.levels[c]! < loudest - SILENCE_DB);
  }

  /** The begin of a column in seconds of the recording: half a hop before the middle of its first frame. */
  columnStart(column: number): number {
    const { hopLength, framesPerColumn } = this.grid;
    return this.startSeconds + ((column * framesPerColumn - 0.5) * hopLength) / ANALYSIS_RATE;
  }
}
