import { release } from "../release.ts";

/** The median; the mean of the two middle values of an even number, 0 of none. */
export function median(values: ArrayLike<number>): number {
  if (values.length === 0) return 0;
  const parted = new Float64Array(values);
  const middle = parted.length >> 1;
  const upper = select(parted, middle);
  let lower = upper;
  if (parted.length % 2 === 0) {
    lower = -Infinity;
    for (let i = 0; i < middle; i++) lower = Math.max(lower, parted[i]!);
  }
  release([parted]);
  return (lower + upper) / 2;
}

// The value that sorting would put at `rank`, with no larger one before it (Hoare's quickselect).
function select(values: Float64Array, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const kept = values[i]!;
      values[i++] = values[j]!;
      values[j--] = kept;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
}
