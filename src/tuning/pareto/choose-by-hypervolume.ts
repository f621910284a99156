import type { Losses } from "./front-ranks.ts";
import { boxOf, hypervolume, worseOf } from "./hypervolume.ts";

/** In place of a reference of 0. */
const NEARLY_ZERO = 1e-12;

/**
 * Chooses points of a front that together have a large hypervolume, one after the other the one that adds most (Guerreiro et al. 2016,
 * https://doi.org/10.1162/EVCO_a_00188). Returns their indices.
 */
export function chooseByHypervolume(points: readonly Losses[], count: number): number[] {
  const reference = points[0]!.map((_, i) => {
    const worst = Math.max(...points.map((point) => point[i]!));
    return Math.max(1.1 * worst, 0.9 * worst) || NEARLY_ZERO;
  });
  // equal points add nothing: they come last
  const different = firstOfEach(points);
  const chosen: number[] = [];
  // what a point adds only becomes less as others are chosen, so that its last figure bounds it
  const bounds = new Map(different.map((i) => [i, boxOf(points[i]!, reference)]));
  const added = (i: number): number => {
    const shared = chosen.map((other) => worseOf(points[other]!, points[i]!));
    return boxOf(points[i]!, reference) - hypervolume(shared, reference);
  };
  while (chosen.length < Math.min(count, different.length)) {
    let [best, most] = [-1, -Infinity];
    for (const [i, bound] of [...bounds].toSorted(([, a], [, b]) => b - a)) {
      if (bound <= most) break;
      const own = added(i);
      bounds.set(i, own);
      if (own > most) [best, most] = [i, own];
    }
    chosen.push(best);
    bounds.delete(best);
  }
  const others = [...points.keys()].filter((i) => !different.includes(i));
  return [...chosen, ...others.slice(0, count - chosen.length)];
}

/** The first index of each different point, in the lexical order of the points. */
function firstOfEach(points: readonly Losses[]): number[] {
  const byKey = new Map<string, number>();
  for (const [i, point] of points.entries()) {
    const key = point.join();
    if (!byKey.has(key)) byKey.set(key, i);
  }
  return [...byKey.values()].sort((a, b) => {
    const at = points[a]!.findIndex((loss, i) => loss !== points[b]![i]);
    return points[a]![at]! - points[b]![at]!;
  });
}
