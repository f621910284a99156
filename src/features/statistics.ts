import * as v from "valibot";
import { AffektError } from "../errors.ts";
import { complete } from "../options/check.ts";
import { described, flag, group, number, withDefault } from "../options/schema.ts";
import type { Frames } from "../signal/frames.ts";

/** The values of one column over time. */
interface Series {
  readonly values: Float64Array;
  /** The time of each value's frame. */
  readonly seconds: (i: number) => number;
  readonly mean: number;
  readonly sorted: Float64Array;
  /** The k-th central moment. */
  readonly moment: (k: number) => number;
}

interface Statistic {
  /** Followed by "over time of" and the column's description. */
  readonly description: string;
  /** Its unit from that of the column. */
  readonly unit: (unit: string) => string;
  readonly of: (series: Series) => number;
}

const same = (unit: string): string => unit;
const none = (): string => "";

const STATISTICS = {
  mean: { description: "mean", unit: same, of: ({ mean }) => mean },
  std: { description: "standard deviation", unit: same, of: ({ moment }) => Math.sqrt(moment(2)) },
  min: { description: "smallest value", unit: same, of: ({ sorted }) => sorted[0]! },
  max: { description: "largest value", unit: same, of: ({ sorted }) => sorted.at(-1)! },
  range: {
    description: "difference between the largest and the smallest value",
    unit: same,
    of: ({ sorted }) => sorted.at(-1)! - sorted[0]!,
  },
  median: { description: "median", unit: same, of: ({ sorted }) => percentile(sorted, 50) },
  iqr: {
    description: "difference between the 75th and the 25th percentile",
    unit: same,
    of: ({ sorted }) => percentile(sorted, 75) - percentile(sorted, 25),
  },
  skewness: { description: "skewness", unit: none, of: (series) => standardMoment(series, 3) },
  kurtosis: {
    description: "excess kurtosis",
    unit: none,
    of: (series) => (isConstant(series) ? 0 : standardMoment(series, 4) - 3),
  },
  slope: { description: "slope of the line of best fit", unit: (unit) => `${unit}/s`, of: slope },
} as const satisfies Record<string, Statistic>;

/**
 * A statistic over time. `std` is that of the population, `range` is max - min, `iqr` the interquartile range. `skewness` and
 * (excess) `kurtosis` are scipy's, biased. `slope` is that of the least-squares line, per second. Percentiles are numpy's with linear
 * interpolation, from `percentile0` to `percentile100`. `autocorrelation10` is that of the values with those ten frames later, statsmodels'
 * `acf`.
 */
export type StatisticName =
  | keyof typeof STATISTICS
  | `percentile${number}`
  | `autocorrelation${number}`;

/** The names of all statistics, for messages. */
export const STATISTIC_NAMES = `${Object.keys(STATISTICS).join(", ")}, percentile0 to percentile100, autocorrelation1 to autocorrelation999`;

/** Whether there is a statistic of that name. */
export function isStatistic(name: unknown): name is StatisticName {
  return typeof name === "string" && findStatistic(name) !== undefined;
}

/**
 * The statistic of a name.
 * @throws {AffektError} `invalid-argument` for an unknown one.
 */
export function statistic(name: StatisticName): Statistic {
  const found = findStatistic(name);
  if (found === undefined) {
    throw new AffektError(
      "invalid-argument",
      `statistics: expected some of ${STATISTIC_NAMES}, got ${JSON.stringify(name)}`,
    );
  }
  return found;
}

function findStatistic(name: string): Statistic | undefined {
  if (Object.hasOwn(STATISTICS, name)) return STATISTICS[name as keyof typeof STATISTICS];
  const [, kind, digits] = /^(percentile|autocorrelation)(0|[1-9]\d*)$/.exec(name) ?? [];
  const number = Number(digits);
  if (kind === "percentile" && number <= 100) {
    return {
      description: `percentile ${digits}`,
      unit: same,
      of: ({ sorted }) => percentile(sorted, number),
    };
  }
  if (kind === "autocorrelation" && number > 0 && number < 1000) {
    return {
      description: `autocorrelation at a lag of ${digits} frame${number === 1 ? "" : "s"}`,
      unit: none,
      of: (series) => autocorrelation(series, number),
    };
  }
  return undefined;
}

/** Options of `statisticsOverTime`. */
export const STATISTICS_OPTIONS = group({
  secondsPerFrame: withDefault(
    number({ above: 0, text: "distance between two frames, for `slope`", unit: "s" }),
    1,
  ),
  gaps: withDefault(
    flag({ text: "ignore frames in which a value is NaN, such as the pitch of unvoiced frames" }),
    false,
  ),
  /** All frames unless it is given. */
  included: v.optional(
    described(
      v.custom<Uint8Array>((value) => value instanceof Uint8Array),
      { text: "for each frame 1 if it counts, else 0" },
      "a Uint8Array",
    ),
  ),
});

/** Options of `statisticsOverTime`. */
export interface StatisticsOptions extends v.InferInput<typeof STATISTICS_OPTIONS> {
  readonly statistics: readonly StatisticName[];
}

/**
 * Statistics over time of each value: [statistics, width]. Without any frame they are 0; of a constant, skewness, kurtosis, slope
 * and autocorrelation are 0.
 * @throws {AffektError} `invalid-argument` for an unknown statistic.
 */
export function statisticsOverTime(
  frames: Frames,
  { statistics: names, ...options }: StatisticsOptions,
): Float64Array {
  const completed = complete(STATISTICS_OPTIONS, options, "statisticsOverTime");
  const isWhole = !completed.gaps && completed.included === undefined;
  const { width } = frames;
  const result = new Float64Array(names.length * width);
  const others: [place: number, of: Statistic["of"]][] = [];
  for (const [s, name] of names.entries()) {
    if (name === "mean" && isWhole) result.set(meanOverTime(frames), s * width);
    else others.push([s * width, statistic(name).of]);
  }
  if (others.length === 0) return result;
  eachSeries(frames, completed, (series, i) => {
    for (const [place, of] of others) result[place + i] = of(series);
  });
  return result;
}

/** The mean of each value over all frames; 0 without any. */
export function meanOverTime({ data, count, width }: Frames): Float64Array {
  const mean = new Float64Array(width);
  if (count === 0) return mean;
  // in the order of the values in memory, which takes half the time of column after column
  for (let f = 0, at = 0; f < count; f++) {
    for (let i = 0; i < width; i++, at++) mean[i]! += data[at]!;
  }
  for (let i = 0; i < width; i++) mean[i]! /= count;
  return mean;
}

function eachSeries(
  { data, count, width }: Frames,
  { secondsPerFrame, gaps, included }: v.InferOutput<typeof STATISTICS_OPTIONS>,
  take: (series: Series, column: number) => void,
): void {
  const values = new Float64Array(count);
  const places = new Uint32Array(count);
  for (let i = 0; i < width; i++) {
    let length = 0;
    for (let f = 0; f < count; f++) {
      const value = data[f * width + i]!;
      if (included !== undefined && included[f] !== 1) continue;
      if (gaps && Number.isNaN(value)) continue;
      values[length] = value;
      places[length++] = f;
    }
    if (length === 0) continue;
    take(
      seriesOf(values.subarray(0, length), (v) => places[v]! * secondsPerFrame),
      i,
    );
  }
}

function seriesOf(values: Float64Array, seconds: Series["seconds"]): Series {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let sorted: Float64Array | undefined;
  return {
    values,
    seconds,
    mean,
    get sorted() {
      return (sorted ??= values.toSorted());
    },
    moment(k) {
      let total = 0;
      for (let i = 0; i < values.length; i++) total += (values[i]! - mean) ** k;
      return total / values.length;
    },
  };
}

function percentile(sorted: Float64Array, percent: number): number {
  const place = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(place);
  const share = place - below;
  const low = sorted[below]!;
  return share === 0 ? low : low + share * (sorted[below + 1]! - low);
}

// scipy's bound: values that differ from the mean by no more than rounding are constant
function isConstant({ mean, moment }: Series): boolean {
  return moment(2) <= (Number.EPSILON * mean) ** 2;
}

function standardMoment(series: Series, k: number): number {
  return isConstant(series) ? 0 : series.moment(k) / series.moment(2) ** (k / 2);
}

// Of the included values, as if they were next to each other.
function autocorrelation(series: Series, lag: number): number {
  if (isConstant(series)) return 0;
  const { values, mean, moment } = series;
  let sum = 0;
  for (let i = lag; i < values.length; i++) sum += (values[i]! - mean) * (values[i - lag]! - mean);
  return sum / values.length / moment(2);
}

function slope({ values, mean, seconds }: Series): number {
  const middle = values.reduce((sum, _, i) => sum + seconds(i), 0) / values.length;
  let together = 0;
  let alone = 0;
  for (let i = 0; i < values.length; i++) {
    const distance = seconds(i) - middle;
    together += distance * (values[i]! - mean);
    alone += distance * distance;
  }
  return alone === 0 ? 0 : together / alone;
}
