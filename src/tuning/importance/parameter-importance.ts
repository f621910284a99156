import { logNormalMass } from "../../math/statistics/normal.ts";
import { type Goals, lossesOf } from "../goals.ts";
import { isSingle, numberOf, placeOf } from "../space/scale.ts";
import type { CompleteDimension, CompleteSpace } from "../space/space.ts";
import { bestOf } from "../tpe/split-trials.ts";
import type { Trial } from "../trial.ts";

/** The share of trials that count as good. */
const GOOD = 0.1;

/** The most steps that a range is divided into. */
const STEPS = 50;

/** The fewest trials with a parameter that its density is estimated from. */
const LEAST = 2;

/**
 * The importance of each parameter for a trial to be among the best tenth: PED-ANOVA (Watanabe et al. 2023, https://arxiv.org/abs/2304.10255;
 * of conditional parameters https://arxiv.org/abs/2601.20800), as Optuna 5 has it. The most important one comes first. The shares are of 1;
 * all are 0 where there are too few trials.
 */
export function parameterImportance(
  trials: readonly Trial[],
  space: CompleteSpace,
  goals: Goals,
): Record<string, number> {
  const complete = trials.filter(({ state }) => state === "complete");
  const good = new Set(goodOnes(complete, goals));
  const raw = Object.entries(space).map(([name, dimension]): [string, number] => {
    const own = complete.filter(({ params }) => Object.hasOwn(params, name));
    const ownGood = own.filter((trial) => good.has(trial));
    if (own.length < LEAST || ownGood.length === 0 || isSingle(dimension)) return [name, 0];
    const share = (ownGood.length / good.size) ** 2 / (own.length / complete.length);
    return [name, share * divergence(name, dimension, ownGood, own)];
  });
  const total = raw.reduce((sum, [, value]) => sum + value, 0) || 1;
  return Object.fromEntries(
    raw.map(([name, value]) => [name, value / total] as const).toSorted(([, a], [, b]) => b - a),
  );
}

function goodOnes(complete: readonly Trial[], goals: Goals): readonly Trial[] {
  if (complete.length < LEAST) return [];
  const count = Math.ceil(GOOD * complete.length);
  const best = bestOf(complete, goals, count);
  if (Object.keys(goals.objectives).length > 1) return best;
  const losses = (trial: Trial): number => lossesOf(goals, trial.values!)[0]!;
  const worst = Math.max(...best.map(losses));
  return complete.filter((trial) => losses(trial) <= worst);
}

/** Pearson's divergence of the density of good trials from that of all. */
function divergence(
  name: string,
  dimension: CompleteDimension,
  good: readonly Trial[],
  all: readonly Trial[],
): number {
  const densityOf = (trials: readonly Trial[]): Float64Array => {
    const counts = countsOnGrid(
      dimension,
      trials.map(({ params }) => numberOf(dimension, params[name]!)),
    );
    const density =
      dimension.type === "categorical" ? choiceDensity(counts) : smoothDensity(counts);
    return density.map((value) => value + 1e-12);
  };
  const [top, region] = [densityOf(good), densityOf(all)];
  return region.reduce((sum, value, i) => sum + value * (top[i]! / value - 1) ** 2, 0);
}

function countsOnGrid(dimension: CompleteDimension, numbers: readonly number[]): Float64Array {
  const counts = new Float64Array(gridSize(dimension));
  for (const number of numbers) {
    if (dimension.type === "categorical") {
      counts[number]!++;
      continue;
    }
    const { step: _, ...range } = dimension;
    const place = placeOf({ ...range, step: 0 }, number);
    const index = Math.ceil(place * (counts.length - 1) - 0.5);
    counts[Math.min(counts.length - 1, Math.max(0, index))]!++;
  }
  return counts;
}

function gridSize(dimension: CompleteDimension): number {
  if (dimension.type === "categorical") return dimension.choices.length;
  const { type, low, high, log, step } = dimension;
  if (type === "int" && log) return Math.min(STEPS, Math.ceil(Math.log2(high - low + 1)) + 1);
  return step === undefined ? STEPS : Math.min(STEPS, Math.round((high - low) / step) + 1);
}

function choiceDensity(counts: Float64Array): Float64Array {
  // one kernel a choice that occurs, and the prior's
  const kernels = counts.filter((count) => count > 0).length + 1;
  const rest = 1 / kernels;
  const total = counts.reduce((sum, count) => sum + count, 1);
  return counts.map((_, choice) => {
    const own = counts.reduce((sum, count, observed) => {
      const share = ((choice === observed ? 1 : 0) + rest) / (1 + counts.length * rest);
      return sum + count * share;
    }, 0);
    return (own + 1 / counts.length) / total;
  });
}

/** Kernels on the grid with Scott's bandwidth (Scott 1992), and the prior's. */
function smoothDensity(counts: Float64Array): Float64Array {
  const places = [...counts.keys()].filter((i) => counts[i]! > 0);
  const weights = places.map((place) => counts[place]!);
  const total = weights.reduce((a, b) => a + b, 0);
  const high = counts.length - 1;
  const deviation = Math.max(scottBandwidth(places, weights, total), 0.5 / 1.64);
  const kernels = [
    ...places.map((mean, i) => ({ mean, deviation, weight: weights[i]! })),
    { mean: high / 2, deviation: high + 1, weight: 1 },
  ];
  return counts.map((_, place) =>
    kernels.reduce((sum, { mean, deviation: own, weight }) => {
      const mass = (from: number, to: number): number =>
        logNormalMass((from - mean) / own, (to - mean) / own);
      const log = mass(place - 0.5, place + 0.5) - mass(-0.5, high + 0.5);
      return sum + (weight / (total + 1)) * Math.exp(log);
    }, 0),
  );
}

function scottBandwidth(
  places: readonly number[],
  weights: readonly number[],
  total: number,
): number {
  const mean = places.reduce((sum, place, i) => sum + place * weights[i]!, 0) / total;
  const squares = places.reduce((sum, place, i) => sum + (place - mean) ** 2 * weights[i]!, 0);
  const deviation = Math.sqrt(squares / Math.max(1, total - 1));
  let sum = 0;
  const sums = weights.map((weight) => (sum += weight));
  const last = places.length - 1;
  const first = sums.findIndex((one) => one >= Math.floor(total / 4));
  const third = sums.findIndex((one) => one > Math.floor((total * 3) / 4));
  const range = places[third < 0 ? last : third]! - places[first]!;
  return 1.059 * Math.min(range / 1.34, deviation) * total ** -0.2;
}
