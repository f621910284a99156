import { describe, expect, test } from "vitest";
import synthetic from "./classic-synthetic.golden.json" with { type: "json" };
import { clipValues } from "./vector.ts";
import { deviations } from "./deviations.fixture.ts";
import { columnsOf } from "./columns.ts";
import { featureSet } from "./sets.ts";
import { syntheticSignal } from "../synthetic.fixture.ts";

const CLASSIC = featureSet("classic");
const COLUMNS = columnsOf(CLASSIC);

// Every bin of an impulse's spectrum is as large as its neighbours but for the last bit of librosa's complex64 magnitudes, so which bins are
// peaks, hence the tuning, hence the chroma filters, is a matter of rounding there.
const ROUNDING_DECIDES: Readonly<Record<string, string>> = { impulse: "chroma" };

describe("classic has librosa's values", () => {
  test("in the same order", () => {
    expect(synthetic.columns).toHaveLength(COLUMNS.length);
    const family = (column: string): string => column.split("_")[0]!;
    expect(COLUMNS.map(family)).toEqual(synthetic.columns.map(family));
  });

  test.each(Object.entries(synthetic.signals))("of the signal %s", (name, golden) => {
    const vector = clipValues(syntheticSignal(name, golden.length), { set: CLASSIC });
    const excepted = ROUNDING_DECIDES[name];
    const off = deviations(vector, golden).filter(
      ([column]) => excepted === undefined || !column.startsWith(excepted),
    );
    expect(off).toEqual([]);
  });
});

test("chroma of an impulse is librosa's but for its tuning", () => {
  const golden = synthetic.signals.impulse;
  const vector = clipValues(syntheticSignal("impulse", golden.length), { set: CLASSIC });
  for (const [column, name] of COLUMNS.entries()) {
    if (!name.startsWith("chroma")) continue;
    expect(Math.abs(vector[column]! - golden.values[column]!), name).toBeLessThan(0.003);
  }
});

test("classic-180 is the first 180 values of classic", () => {
  const samples = syntheticSignal("harmonics", 33_075);
  const vector = clipValues(samples, { set: featureSet("classic-180") });
  expect(vector).toEqual(clipValues(samples, { set: CLASSIC }).subarray(0, 180));
});
