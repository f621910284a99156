import { AffektError } from "../errors.ts";

/** What a number may be; ends belong to the range unless `above` or `below`. */
export interface Range {
  readonly from?: number;
  readonly above?: number;
  readonly to?: number;
  readonly below?: number;
  /** A whole number. */
  readonly whole?: true;
}

export const POSITIVE: Range = { above: 0 };
export const NOT_NEGATIVE: Range = { from: 0 };
/** A share that is not the whole. */
export const SHARE: Range = { from: 0, below: 1 };
export const COUNT: Range = { from: 1, whole: true };

/** The range of each setting, by its name. */
export type Ranges = Readonly<Record<string, Range>>;

/** Errors: `invalid-argument` for the first of the settings in `ranges` that is set and out of its range; `what` says whose settings they are. */
export function checkRanges(what: string, settings: object, ranges: Ranges): void {
  const values = new Map<string, number | undefined>(Object.entries(settings));
  for (const [name, range] of Object.entries(ranges)) {
    const value = values.get(name);
    if (value === undefined || isWithin(value, range)) continue;
    throw new AffektError(
      "invalid-argument",
      `${what}: ${name} must be ${inWords(range)}, got ${value}`,
    );
  }
}

function isWithin(value: number, range: Range): boolean {
  const { from = -Infinity, above = -Infinity, to = Infinity, below = Infinity, whole } = range;
  if (typeof value !== "number" || (whole && !Number.isInteger(value))) return false;
  return value >= from && value > above && value <= to && (value < below || below === Infinity);
}

function inWords({ from, above, to, below, whole }: Range): string {
  const kind = whole ? "an integer" : "a number";
  const low = above === undefined ? `[${from}` : `(${above}`;
  if (to === undefined && below === undefined) {
    return above === undefined ? `${kind} from ${from}` : `${kind} above ${above}`;
  }
  const high = below === undefined ? `${to}]` : `${below})`;
  return `${kind} in ${low}, ${high}`;
}
