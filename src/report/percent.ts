/** A share of 1 in per cent with one decimal and no sign, as all tables show it: `0.375` is `37.5`. */
export function percent(share: number): string {
  return (100 * share).toFixed(1);
}
