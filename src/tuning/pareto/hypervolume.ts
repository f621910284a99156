import { dominates, type Losses } from "./front-ranks.ts";

/** The volume between points and a reference that is nowhere better than any of them (While et al. 2012, https://doi.org/10.1109/TEVC.2010.2077298). */
export function hypervolume(points: readonly Losses[], reference: Losses): number {
  const front = points
    .filter((point, i) =>
      points.every((other, j) => !dominates(other, point) && !(j < i && isSame(other, point))),
    )
    .toSorted((a, b) => a[0]! - b[0]!);
  // each point's own volume without what it shares with the later ones
  return front.reduce((sum, point, i) => {
    const shared = front.slice(i + 1).map((other) => worseOf(point, other));
    return sum + boxOf(point, reference) - (shared.length > 0 ? hypervolume(shared, reference) : 0);
  }, 0);
}

/** The volume between one point and the reference. */
export function boxOf(point: Losses, reference: Losses): number {
  return point.reduce((volume, loss, i) => volume * (reference[i]! - loss), 1);
}

/** The point that is in each objective as the worse of two. */
export function worseOf(a: Losses, b: Losses): Losses {
  return a.map((loss, i) => Math.max(loss, b[i]!));
}

function isSame(a: Losses, b: Losses): boolean {
  return a.every((loss, i) => loss === b[i]);
}
