import { describe, expect, test } from "vitest";
import { decodeAudio } from "../audio/decode.ts";
import corpus from "./classic-48k.golden.json" with { type: "json" };
import speech from "./classic-speech.golden.json" with { type: "json" };
import synthetic from "./classic-synthetic.golden.json" with { type: "json" };
import { clipVector, columnsOf, featureSet } from "./sets.ts";
import { syntheticSignal } from "./synthetic.fixture.ts";

const CLASSIC = featureSet("classic");
const COLUMNS = columnsOf(CLASSIC);

// Every bin of an impulse's spectrum is as large as its neighbours but for the last bit of librosa's complex64 magnitudes, so which bins are
// peaks, hence the tuning, hence the chroma filters, is a matter of rounding there.
const ROUNDING_DECIDES: Readonly<Record<string, string>> = { impulse: "chroma" };

/** The distance from librosa's value that is allowed. */
function toleranceOf(column: number, value: number): number {
  // tonnetz goes through a resampler, in which librosa's differs
  if (COLUMNS[column]!.startsWith("tonnetz")) return 0.02 * corpus.spread[column]!;
  return Math.max(1e-5, 1e-4 * Math.abs(value));
}

interface Golden {
  readonly values: readonly (number | null)[];
  /** What librosa gives for float64 samples where that is something else. */
  readonly values64?: readonly number[];
  readonly unstable?: readonly number[];
}

/** The columns in which a vector is off, with ours and librosa's value; null stands for a value that librosa does not have. */
function deviations(vector: Float32Array, golden: Golden): [string, number, number][] {
  const { values, values64 = [], unstable = [] } = golden;
  return values.flatMap((value, column): [string, number, number][] => {
    if (value === null) return [];
    const accepted = [value, ...values64.filter((_, i) => unstable[i] === column)];
    const ours = vector[column]!;
    const isNear = accepted.some((v) => Math.abs(ours - v) <= toleranceOf(column, v));
    return isNear ? [] : [[COLUMNS[column]!, ours, value]];
  });
}

describe("classic has librosa's values", () => {
  test("in the same order", () => {
    expect(synthetic.columns).toHaveLength(COLUMNS.length);
    const family = (column: string): string => column.split("_")[0]!;
    expect(COLUMNS.map(family)).toEqual(synthetic.columns.map(family));
  });

  test.each(Object.entries(synthetic.signals))("of the signal %s", (name, golden) => {
    const vector = clipVector(syntheticSignal(name, golden.length), CLASSIC);
    const excepted = ROUNDING_DECIDES[name];
    const off = deviations(vector, golden).filter(
      ([column]) => excepted === undefined || !column.startsWith(excepted),
    );
    expect(off).toEqual([]);
  });

  test.each(Object.entries(speech.clips))("of the speech in %s", async (name, golden) => {
    const bytes = Uint8Array.from(atob(golden.flac), (letter) => letter.charCodeAt(0));
    const { channels, sampleRate } = await decodeAudio(bytes, name);
    expect(sampleRate).toBe(CLASSIC.sampleRate);
    expect(deviations(clipVector(channels[0]!, CLASSIC), golden)).toEqual([]);
  });
});

test("chroma of an impulse is librosa's but for its tuning", () => {
  const golden = synthetic.signals.impulse;
  const vector = clipVector(syntheticSignal("impulse", golden.length), CLASSIC);
  for (const [column, name] of COLUMNS.entries()) {
    if (!name.startsWith("chroma")) continue;
    expect(Math.abs(vector[column]! - golden.values[column]!), name).toBeLessThan(0.003);
  }
});

test("classic-180 is the first 180 values of classic", () => {
  const samples = syntheticSignal("harmonics", 33_075);
  const vector = clipVector(samples, featureSet("classic-180"));
  expect(vector).toEqual(clipVector(samples, CLASSIC).subarray(0, 180));
});
