/** Losses: lower is better in each of them. */
export type Losses = readonly number[];

/** Whether `a` is nowhere worse than `b`, and somewhere better. */
export function dominates(a: Losses, b: Losses): boolean {
  let isBetter = false;
  for (let i = 0; i < a.length; i++) {
    if (a[i]! > b[i]!) return false;
    if (a[i]! < b[i]!) isBetter = true;
  }
  return isBetter;
}

/**
 * The front of each point: 0 for those that no other dominates, 1 for those that only such dominate … (non-dominated sorting, Deb et al.
 * 2002, https://doi.org/10.1109/4235.996017).
 */
export function frontRanks(points: readonly Losses[]): Int32Array {
  const ranks = new Int32Array(points.length).fill(-1);
  let left = [...points.keys()];
  for (let rank = 0; left.length > 0; rank++) {
    const front = left.filter((i) => !left.some((j) => dominates(points[j]!, points[i]!)));
    for (const i of front) ranks[i] = rank;
    left = left.filter((i) => ranks[i] === -1);
  }
  return ranks;
}
