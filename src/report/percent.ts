import type { Interval } from "../metrics/bootstrap.ts";

/** A share of 1 in per cent with one decimal and no sign, as all tables show it: `0.375` is `37.5`. */
export function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** A difference of shares in points with its sign: `0.021` is `+2.1`. */
export function points(difference: number): string {
  const text = percent(Math.abs(difference));
  if (text === "0.0") return text;
  return `${difference < 0 ? "\u2212" : "+"}${text}`;
}

/** A share with its interval: `37.5 (33.1–41.9)`. */
export function withInterval(share: number, [low, high]: Interval): string {
  return `${percent(share)} (${percent(low)}–${percent(high)})`;
}

/** The units of the intervals of some results: `speakers`, `clips` or `speakers or clips`. */
export function drawnOver(
  results: readonly { readonly interval: { readonly over: "speakers" | "clips" } }[],
): string {
  return [...new Set(results.map(({ interval }) => interval.over))].join(" or ");
}

/** A p-value with three decimals, or the bound that it is under. */
export function pValue(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}
