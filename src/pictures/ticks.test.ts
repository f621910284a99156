import { expect, test } from "vitest";
import { linearTicks, timeTicks } from "./ticks.ts";

test.each([
  { low: 0, high: 4.1, count: 15, texts: "0.0 0.5 1.0 1.5 2.0 2.5 3.0 3.5 4.0" },
  { low: 0, high: 1, count: 5, texts: "0.0 0.2 0.4 0.6 0.8 1.0" },
  { low: -0.82, high: 0.82, count: 4, texts: "−0.5 0.0 0.5" },
  { low: -80, high: 0, count: 4, texts: "−80 −60 −40 −20 0" },
  { low: 0, high: 0.01, count: 5, texts: "0.000 0.002 0.004 0.006 0.008 0.010" },
])("ticks from $low to $high", ({ low, high, count, texts }) => {
  expect(linearTicks(low, high, count).map(({ text }) => text)).toEqual(texts.split(" "));
});

test.each([
  { start: 0, end: 120, count: 15, unit: "s", texts: "0 10 20 30 40 50 60 70 80 90 100 110 120" },
  { start: 600, end: 601, count: 2, unit: "s", texts: "600.0 600.5 601.0" },
  { start: 0, end: 121, count: 5, unit: "min:s", texts: "0:00 0:30 1:00 1:30 2:00" },
  { start: 90, end: 1203, count: 5, unit: "min:s", texts: "5:00 10:00 15:00 20:00" },
  { start: 0, end: 7201, count: 5, unit: "h:min", texts: "0:00 0:30 1:00 1:30 2:00" },
  { start: 0, end: 36_000, count: 5, unit: "h:min", texts: "0:00 2:00 4:00 6:00 8:00 10:00" },
  { start: 0, end: 400_000, count: 5, unit: "h:min", texts: "0:00 24:00 48:00 72:00 96:00" },
])("a time axis from $start to $end s is in $unit", ({ start, end, count, unit, texts }) => {
  const axis = timeTicks(start, end, count);
  expect(axis.unit).toBe(unit);
  expect(axis.ticks.map(({ text }) => text)).toEqual(texts.split(" "));
});
