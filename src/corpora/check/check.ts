import { groupBy } from "../../group-by.ts";
import {
  countLabels,
  findGaps,
  findMissingSpeakers,
  type Gap,
  type LabelCounts,
  type MissingSpeakers,
  mode,
  tally,
} from "./balance.ts";
import { isScaleWarning } from "../../audio/float-check.ts";
import { type Duplicates, findDuplicates } from "./duplicates.ts";
import {
  type AudioInspection,
  type DecodedRecording,
  type InspectedRecording,
  isDecoded,
} from "./inspection.ts";
import { noteDoubts } from "./notes.ts";
import type { Problem } from "../problem.ts";

/** The result of a data check. */
export interface DataReport {
  readonly recordings: number;
  readonly counts: LabelCounts;
  /** Recordings without an emotion, and without a speaker. */
  readonly unlabelled: { readonly emotion: number; readonly speaker: number };
  readonly missingSpeakers: readonly MissingSpeakers[];
  readonly gaps: readonly Gap[];
  /** In seconds, of what could be decoded; absent where nothing could. */
  readonly duration?: {
    readonly min: number;
    readonly median: number;
    readonly max: number;
    readonly total: number;
  };
  /** The number of recordings of each. */
  readonly sampleRates: Readonly<Record<string, number>>;
  /** Before a codec that has a rate of its own; only recordings that say so. */
  readonly originalSampleRates: Readonly<Record<string, number>>;
  readonly channels: Readonly<Record<string, number>>;
  readonly formats: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly duplicates: readonly Duplicates[];
  readonly notes: readonly string[];
}

/** An oddity of one recording. */
export interface Finding extends Problem {
  readonly kind: FindingKind;
}

/** The kinds of oddities, the worst first. */
export const FINDING_KINDS = [
  "unreadable",
  "silent",
  "too-short",
  "damaged",
  "scale",
  "clipped",
  "container",
  "channels",
  "sample-rate",
  "name",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

const OGG = ["ogg-vorbis", "ogg-opus", "ogg-flac"];

const FORMATS_BY_EXTENSION: ReadonlyMap<string, readonly string[]> = new Map([
  ["wav", ["wav"]],
  ["wave", ["wav"]],
  ["w64", ["w64"]],
  ["aif", ["aiff"]],
  ["aiff", ["aiff"]],
  ["aifc", ["aiff"]],
  ["au", ["au"]],
  ["snd", ["au"]],
  ["flac", ["flac"]],
  ["mp3", ["mp3"]],
  ["opus", ["ogg-opus"]],
  ["ogg", OGG],
  ["oga", OGG],
]);

/**
 * Looks over inspected recordings for all that training and evaluation should not meet unprepared; `problems` are what
 * opening the sources already found. Paths begin with their source where there are several. What is usual (rate, channels, recordings a speaker) is judged corpus by corpus.
 */
export function checkRecordings(
  inspected: readonly InspectedRecording[],
  problems: readonly Problem[] = [],
): DataReport {
  const isOneSource = new Set([...inspected, ...problems].map(({ source }) => source)).size < 2;
  const place = <T extends Problem | InspectedRecording>(one: T): T => {
    if (isOneSource) return one;
    const { name = `${one.source}/${one.path}` } = one as { readonly name?: string };
    return { ...one, path: name };
  };
  const recordings = inspected.map(place);
  const decoded = recordings.filter(isDecoded);
  const duplicates = findDuplicates(decoded);
  const durations = decoded
    .map(({ inspection }) => inspection.durationSeconds)
    .sort((a, b) => a - b);
  const tallyOf = (
    value: (audio: AudioInspection) => string | number | undefined,
  ): Record<string, number> =>
    tally(decoded.flatMap(({ inspection }) => value(inspection) ?? []).map(String));
  const findings = [
    ...recordings.flatMap(findFaults),
    ...[...groupBy(decoded, ({ corpus }) => corpus).values()].flatMap(findOutliers),
    ...problems
      .map(place)
      .map(({ path, reason }): Finding => ({ kind: "name", path, reason: reason })),
  ];
  return {
    recordings: recordings.length,
    counts: countLabels(recordings),
    unlabelled: {
      emotion: recordings.filter(({ emotion }) => emotion === undefined).length,
      speaker: recordings.filter(({ speaker }) => speaker === undefined).length,
    },
    missingSpeakers: findMissingSpeakers(recordings),
    gaps: findGaps(recordings),
    ...(durations.length > 0 && {
      duration: {
        min: durations[0]!,
        median: (durations[(durations.length - 1) >> 1]! + durations[durations.length >> 1]!) / 2,
        max: durations.at(-1)!,
        total: durations.reduce((sum, one) => sum + one, 0),
      },
    }),
    sampleRates: tallyOf(({ sampleRate }) => sampleRate),
    originalSampleRates: tallyOf(({ originalSampleRate }) => originalSampleRate),
    channels: tallyOf(({ channels }) => channels),
    formats: tallyOf(({ format }) => format),
    findings: findings.sort(
      (a, b) => FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind),
    ),
    duplicates,
    notes: noteDoubts(recordings, duplicates),
  };
}

function findFaults({ path, inspection }: InspectedRecording): Finding[] {
  if ("error" in inspection) return [{ kind: "unreadable", path, reason: inspection.error }];
  const { state, durationSeconds, peakLevel, clipped, format, warnings } = inspection;
  const findings: Finding[] = warnings.map((reason) => ({
    kind: isScaleWarning(reason) ? "scale" : "damaged",
    path,
    reason,
  }));
  const isScaled = !findings.some(({ kind }) => kind === "scale");
  if (state === "silent")
    findings.push({ kind: "silent", path, reason: `peak ${peakLevel.toFixed(1)} dBFS` });
  if (state === "too-short")
    findings.push({ kind: "too-short", path, reason: `${durationSeconds.toFixed(3)} s` });
  if (clipped > 0 && isScaled)
    findings.push({ kind: "clipped", path, reason: `${clipped} samples` });
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  if (FORMATS_BY_EXTENSION.get(extension)?.includes(format) === false) {
    findings.push({ kind: "container", path, reason: `named .${extension}, holds ${format}` });
  }
  return findings;
}

function findOutliers(recordings: readonly DecodedRecording[]): Finding[] {
  const rateOf = ({ inspection }: DecodedRecording): number =>
    inspection.originalSampleRate ?? inspection.sampleRate;
  const usualRate = mode(recordings.map(rateOf));
  const usualChannels = mode(recordings.map(({ inspection }) => inspection.channels));
  return recordings.flatMap((recording) => {
    const { path, inspection } = recording;
    const findings: Finding[] = [];
    if (rateOf(recording) !== usualRate) {
      findings.push({
        kind: "sample-rate",
        path,
        reason: `${rateOf(recording)} Hz where most have ${usualRate} Hz`,
      });
    }
    if (inspection.channels !== usualChannels) {
      findings.push({
        kind: "channels",
        path,
        reason: `${inspection.channels} channels where most have ${usualChannels}`,
      });
    }
    return findings;
  });
}
