import type * as v from "valibot";
import { describe, expect, test } from "vitest";
import type { Frames } from "../signal/frames.ts";
import { speechSignal } from "./speech.fixture.ts";
import { magnitude, STFT, stft } from "../signal/stft.ts";
import { syntheticSignal } from "./synthetic.fixture.ts";

/** The sample rate of all test signals in Hz. */
export const SAMPLE_RATE = 22_050;

/** librosa's values for one signal and one set of parameters; made by tools/parity_golden.py. */
export interface ParityCase {
  /** `speech`, or a synthetic signal's name, and its number of samples. */
  readonly signal: string;
  readonly length: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Frames, and values a frame, of the whole result. */
  readonly count: number;
  readonly width: number;
  /** The frames that were kept, and of each the values 0, `every`, 2 * `every` …; null if there is none. */
  readonly frames: readonly number[];
  readonly every: number;
  readonly values: readonly (readonly (number | null)[])[];
  /** The largest magnitude in the whole result, or of each value where a frame's values are of different kinds. */
  readonly largest: readonly number[];
  /** The standard deviation of the whole result. */
  readonly spread: number;
}

/** The golden of one descriptor, in `<name>.golden.json`. */
export interface ParityGolden {
  readonly source: string;
  readonly descriptor: string;
  /** One of `MEASURES`. */
  readonly measure: string;
  readonly cases: readonly ParityCase[];
}

/** A measure of the difference to librosa, and its limit. */
interface Measure {
  /** The limit in words. */
  readonly description: string;
  readonly limit: number;
  readonly error: (ours: readonly number[], theirs: readonly number[], of: ParityCase) => number;
}

/** The measures that goldens name. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  relative: {
    description: "1e-5 of the largest value",
    limit: 1e-5,
    error: (ours, theirs, { largest }) =>
      Math.max(...ours.map((x, i) => Math.abs(x - theirs[i]!) / largest[i % largest.length]!)),
  },
  decibels: { description: "1e-3 dB", limit: 1e-3, error: largestDifference },
  cents: {
    description: "1 % of frames off by over 1 cent",
    limit: 0.01,
    error: (ours, theirs) => shareOf(ours, (x, i) => !isSamePitch(x, theirs[i]!)),
  },
  flags: {
    description: "2 % of frames not equal",
    limit: 0.02,
    error: (ours, theirs) => shareOf(ours, (x, i) => x !== theirs[i]!),
  },
  equal: { description: "equal to nine digits", limit: 1e-9, error: largestDifference },
  spread: {
    description: "5 % of values off by over 2 % of their spread",
    limit: 0.05,
    error: (ours, theirs, { spread }) =>
      shareOf(ours, (x, i) => Math.abs(x - theirs[i]!) > 0.02 * spread),
  },
};

function largestDifference(ours: readonly number[], theirs: readonly number[]): number {
  return Math.max(...ours.map((x, i) => Math.abs(x - theirs[i]!)));
}

function shareOf(values: readonly number[], isOff: (x: number, i: number) => boolean): number {
  return values.filter(isOff).length / values.length;
}

// Within a cent, or both not there.
function isSamePitch(a: number, b: number): boolean {
  return Object.is(a, b) || Math.abs(Math.log2(a / b)) <= 1 / 1200;
}

/** One comparison, as docs/parity.md has them. */
export interface ParityRecord {
  readonly descriptor: string;
  readonly settings: string;
  readonly signal: string;
  readonly limit: string;
  readonly error: number;
}

declare module "vitest" {
  interface TaskMeta {
    parity?: ParityRecord;
  }
}

/** A case's parameters in words. */
export function settingsOf({ parameters }: ParityCase): string {
  const settings = Object.entries(parameters).map(([name, value]) => `${name} ${format(value)}`);
  return settings.length === 0 ? "defaults" : settings.join(", ");
}

function format(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
}

/** Numbers by frame, as a descriptor gives them; samples are frames of width 1. */
interface Result {
  readonly data: ArrayLike<number>;
  readonly count: number;
  readonly width: number;
}

/**
 * One test a case of a golden: what `compute` makes of the signal (at 22.05 kHz) is as near to librosa's values as the golden's measure wants.
 * compute: takes the case's parameters as whatever options it declares.
 */
export function testParity(
  golden: ParityGolden,
  compute: (samples: Float32Array, parameters: never) => Result,
): void {
  const { descriptor, source } = golden;
  const { description, limit, error } = MEASURES[golden.measure]!;
  const named = golden.cases.map((of) => ({ ...of, settings: settingsOf(of) }));
  describe(`${descriptor} has the values of ${source}`, () => {
    test.for(named)("$signal: $settings", (of, { task }) => {
      const { signal, length, settings } = of;
      const result = compute(signalOf(signal, length), of.parameters as never);
      expect([result.count, result.width]).toEqual([of.count, of.width]);
      const ours = pick(result, of);
      const theirs = of.values.flat().map((value) => value ?? NaN);
      expect(ours).toHaveLength(theirs.length);
      const found = error(ours, theirs, of);
      task.meta.parity = { descriptor, settings, signal, limit: description, error: found };
      expect(found).toBeLessThanOrEqual(limit);
    });
  });
}

/** A test signal at 22.05 kHz by its name. */
export function signalOf(name: string, length: number): Float32Array {
  return name === "speech" ? speechSignal().subarray(0, length) : syntheticSignal(name, length);
}

/** Those parameters of a case that are options of a function. */
export function only<const Entries extends v.ObjectEntries>(
  options: v.StrictObjectSchema<Entries, undefined>,
  parameters: object,
): v.InferInput<v.StrictObjectSchema<Entries, undefined>> {
  const known = Object.entries(parameters).filter(([name]) => Object.hasOwn(options.entries, name));
  return Object.fromEntries(known) as never;
}

/** The magnitudes that librosa's features start from, by default a frame every 512 samples. */
export function magnitudesOf(samples: Float32Array, parameters: object): Frames {
  return magnitude(stft(samples, { hopLength: 512, ...only(STFT, parameters) }));
}

/** Samples or single numbers as frames of width 1. */
export function asFrames(data: ArrayLike<number>): Result {
  return { data, count: data.length, width: 1 };
}

function pick({ data, width }: Result, { frames, every }: ParityCase): number[] {
  const columns = Array.from({ length: Math.ceil(width / every) }, (_, i) => i * every);
  return frames.flatMap((f) => columns.map((c) => data[f * width + c]!));
}
