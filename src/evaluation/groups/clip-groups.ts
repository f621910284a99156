import { LABEL_NAMES } from "../../corpora/labels.ts";
import type { LabelledClip } from "../../datasets/labelled-clips.ts";
import { quantile } from "../../metrics/bootstrap.ts";
import { byName } from "../../splits/folds.ts";

/** A division of clips into groups. */
export interface ClipGroups {
  /** A label, `duration`, `snr`, or a manifest's own column. */
  readonly by: string;
  readonly values: readonly string[];
  /** The index of each clip's value; -1 for a clip without one. */
  readonly groups: Int32Array;
}

/** Columns with more different values, such as words, tell nothing by groups. Speakers are always told apart. */
const MOST_VALUES = 30;

const NUMBERS: readonly {
  readonly by: string;
  readonly unit: string;
  readonly of: (clip: LabelledClip) => number | undefined;
}[] = [
  { by: "age", unit: "years", of: ({ age }) => (age === undefined ? undefined : Number(age)) },
  { by: "duration", unit: "s", of: ({ durationSeconds }) => durationSeconds },
  { by: "snr", unit: "dB", of: ({ snrDb }) => snrDb },
];

/**
 * The ways to divide clips by their labels: labels and a manifest's own columns by their values; age, duration and signal-to-noise
 * ratio by thirds. Ways with fewer than two groups are left out.
 */
export function clipGroups(clips: readonly LabelledClip[]): ClipGroups[] {
  const own = new Set(clips.flatMap(({ columns }) => Object.keys(columns ?? {})));
  const labels = LABEL_NAMES.filter((name) => name !== "emotion" && name !== "age");
  return [
    ...labels.map((by) =>
      byValue(
        by,
        clips.map((clip) => (by === "speaker" ? clip.speakerId : clip[by])),
      ),
    ),
    ...[...own].map((by) =>
      byValue(
        by,
        clips.map(({ columns }) => columns?.[by]),
      ),
    ),
    ...NUMBERS.map(({ by, unit, of }) => byThirds(by, unit, clips.map(of))),
  ].filter(
    ({ by, values }) => values.length > 1 && (by === "speaker" || values.length <= MOST_VALUES),
  );
}

function byValue(by: string, found: readonly (string | undefined)[]): ClipGroups {
  const known = found.filter((value) => value !== undefined && value !== "");
  const values = [...new Set(known as readonly string[])].sort(byName);
  const index = new Map(values.map((value, i) => [value, i]));
  return { by, values, groups: Int32Array.from(found, (value) => index.get(value ?? "") ?? -1) };
}

/** Numbers in three groups of about one size; fewer where numbers are the same. */
function byThirds(by: string, unit: string, found: readonly (number | undefined)[]): ClipGroups {
  const known = found.filter((value) => value !== undefined && Number.isFinite(value));
  const sorted = Float64Array.from(known as readonly number[]).sort();
  if (sorted.length === 0) return { by, values: [], groups: new Int32Array(0) };
  const bounds = [...new Set([quantile(sorted, 1 / 3), quantile(sorted, 2 / 3)])].filter(
    (bound) => bound < sorted.at(-1)!,
  );
  const [first, second] = bounds.map((bound) => Number(bound.toPrecision(3)));
  const values =
    second === undefined
      ? [`up to ${first} ${unit}`, `over ${first} ${unit}`]
      : [`up to ${first} ${unit}`, `${first}–${second} ${unit}`, `over ${second} ${unit}`];
  return {
    by,
    values: first === undefined ? [] : values,
    groups: Int32Array.from(found, (value) =>
      value === undefined || !Number.isFinite(value)
        ? -1
        : bounds.filter((bound) => value > bound).length,
    ),
  };
}
