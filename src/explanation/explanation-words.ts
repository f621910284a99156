import type { Explanation, FrequencyRange, Influence, TimeRange } from "./explanation.ts";

/** The share of the largest influence from which on neighbours belong to the strongest part. */
const STRONG = 0.5;

/** A probability in per cent: `72.1 %`. */
export function percentOf(probability: number): string {
  return `${(100 * probability).toFixed(1)} %`;
}

/** An influence with its sign. */
export function influenceText(influence: number): string {
  const text = Math.abs(influence).toFixed(2);
  return `${influence < 0 && text !== "0.00" ? "\u2212" : "+"}${text}`;
}

/** A stretch of time. */
export function timeText({ startSeconds, endSeconds }: TimeRange): string {
  return `${startSeconds.toFixed(2)}–${endSeconds.toFixed(2)} s`;
}

/** A frequency band. */
export function bandText({ lowHz, highHz }: FrequencyRange): string {
  return `${lowHz.toFixed(0)}–${highHz.toFixed(0)} Hz`;
}

/** What spoke for the emotion most, in sentences. */
export function explanationWords({ emotion, times, bands, features }: Explanation): string[] {
  const stretch = strongest(times);
  const band = strongest(bands);
  const feature = features.find(({ influence }) => influence > 0);
  return [
    ...(stretch === undefined
      ? [`No single stretch of time speaks for ${emotion}: removing any leaves it as probable.`]
      : [
          `Most speaks for ${emotion} from ${stretch[0].startSeconds.toFixed(2)} to ${stretch.at(-1)!.endSeconds.toFixed(2)} s: without its strongest stretch the probability is ${percentOf(least(stretch))}.`,
        ]),
    ...(band === undefined
      ? []
      : [
          `Of the frequencies, ${band[0].lowHz.toFixed(0)} to ${band.at(-1)!.highHz.toFixed(0)} Hz speak for it most: without the strongest band it is ${percentOf(least(band))}.`,
        ]),
    ...(feature === undefined
      ? []
      : [
          `Of the features, ${feature.features} speaks for it most: with its mean over the training in its place the probability is ${percentOf(feature.probability)}.`,
        ]),
  ];
}

/** The part with the largest influence, with the neighbours that have half as much. */
export function strongest<T extends Influence>(parts: readonly T[]): [T, ...T[]] | undefined {
  const largest = Math.max(...parts.map(({ influence }) => influence));
  if (largest <= 0) return undefined;
  const peak = parts.findIndex(({ influence }) => influence === largest);
  let [first, last] = [peak, peak];
  const isStrong = (at: number): boolean => (parts[at]?.influence ?? 0) >= STRONG * largest;
  while (isStrong(first - 1)) first--;
  while (isStrong(last + 1)) last++;
  return parts.slice(first, last + 1) as [T, ...T[]];
}

function least(parts: readonly Influence[]): number {
  return Math.min(...parts.map(({ probability }) => probability));
}
