import { describe, expect, test } from "vitest";
import golden from "./statistics.golden.json" with { type: "json" };
import { isStatistic, type StatisticName, statisticsOverTime } from "./statistics.ts";

const { secondsPerFrame } = golden;

function column(values: readonly number[]) {
  return { data: Float32Array.from(values), count: values.length, width: 1 };
}

describe.each(Object.entries(golden.series))("of the series %s", (_, { values, statistics }) => {
  test.each(Object.entries(statistics))(
    "%s is numpy's, scipy's or statsmodels'",
    (name, expected) => {
      const options = { secondsPerFrame };
      const [found] = statisticsOverTime(column(values), {
        statistics: [name as StatisticName],
        ...options,
      });
      expect(Math.abs(found! - expected)).toBeLessThanOrEqual(2e-8 * Math.abs(expected) + 1e-9);
    },
  );
});

const ALL = Object.keys(golden.series.normal.statistics) as StatisticName[];

test("statistics come one after the other, each of all values", () => {
  const data = Float32Array.of(1, 10, 3, 30, 8, 80);
  const found = statisticsOverTime({ data, count: 3, width: 2 }, { statistics: ["mean", "max"] });
  expect([...found]).toEqual([4, 40, 8, 80]);
});

test.each([
  ["no frames", [], ALL.map(() => 0)],
  ["one frame", [7], { mean: 7, std: 0, range: 0, skewness: 0, kurtosis: 0, slope: 0, median: 7 }],
  [
    "a constant",
    [0.1, 0.1, 0.1, 0.1],
    { std: 0, skewness: 0, kurtosis: 0, slope: 0, iqr: 0, autocorrelation1: 0 },
  ],
  ["fewer values than the lag", [1, 3, 2], { autocorrelation3: 0, autocorrelation8: 0 }],
])("%s have defined values", (_, values, expected) => {
  const found = statisticsOverTime(column(values), { statistics: ALL });
  expect(found.every(Number.isFinite)).toBe(true);
  if (Array.isArray(expected)) expect([...found]).toEqual(expected);
  else expect(Object.fromEntries(ALL.map((name, i) => [name, found[i]]))).toMatchObject(expected);
});

test("gaps are left out, with their time", () => {
  const holed = column([NaN, 1, NaN, 3, NaN]);
  const [mean, slope] = statisticsOverTime(holed, { statistics: ["mean", "slope"], gaps: true });
  expect([mean, slope]).toEqual([2, 1]);
  expect([
    ...statisticsOverTime(column([NaN, NaN]), { statistics: ["mean", "std"], gaps: true }),
  ]).toEqual([0, 0]);
  expect([...statisticsOverTime(holed, { statistics: ["mean"] })]).toEqual([NaN]);
});

test.each([
  "percentile101",
  "percentile05",
  "percentile2.5",
  "autocorrelation0",
  "autocorrelation1000",
  "autocorrelation",
  "average",
  "toString",
  3,
  null,
])("%s is no statistic", (name) => {
  expect(isStatistic(name)).toBe(false);
});
