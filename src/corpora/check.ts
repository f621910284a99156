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
import { type Copies, findCopies } from "./copies.ts";
import { emotionFromWord, sortEmotions } from "./emotions.ts";
import { type DecodedRecording, type InspectedRecording, isDecoded } from "./inspection.ts";
import { speakerId } from "./recording.ts";

/** What a data check found. */
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
  /** How many recordings there are of each. */
  readonly sampleRates: Readonly<Record<string, number>>;
  readonly channels: Readonly<Record<string, number>>;
  readonly formats: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly copies: readonly Copies[];
  readonly notes: readonly string[];
}

/** One thing that is odd about one recording. */
export interface Finding {
  readonly kind: FindingKind;
  readonly path: string;
  readonly detail: string;
}

/** What may be odd about a recording, the worst first. */
export const FINDING_KINDS = [
  "unreadable",
  "silent",
  "too-short",
  "damaged",
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
  ["aif", ["aiff"]],
  ["aiff", ["aiff"]],
  ["aifc", ["aiff"]],
  ["flac", ["flac"]],
  ["mp3", ["mp3"]],
  ["opus", ["ogg-opus"]],
  ["ogg", OGG],
  ["oga", OGG],
]);

/**
 * Looks over inspected recordings for all that training and evaluation should not meet unprepared; `problems` are what
 * opening the sources already found. What is usual (rate, channels, recordings a speaker) is judged corpus by corpus.
 */
export function checkRecordings(
  recordings: readonly InspectedRecording[],
  problems: readonly { readonly path: string; readonly reason: string }[] = [],
): DataReport {
  const decoded = recordings.filter(isDecoded);
  const durations = decoded
    .map(({ inspection }) => inspection.durationSeconds)
    .sort((a, b) => a - b);
  const tallyOf = (
    value: (recording: DecodedRecording) => string | number,
  ): Record<string, number> => tally(decoded.map((one) => String(value(one))));
  const findings = [
    ...recordings.flatMap(findFaults),
    ...[...Map.groupBy(decoded, ({ corpus }) => corpus).values()].flatMap(findOutliers),
    ...problems.map(({ path, reason }): Finding => ({ kind: "name", path, detail: reason })),
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
    sampleRates: tallyOf(({ inspection }) => inspection.sampleRate),
    channels: tallyOf(({ inspection }) => inspection.channels),
    formats: tallyOf(({ inspection }) => inspection.format),
    findings: findings.sort(
      (a, b) => FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind),
    ),
    copies: findCopies(decoded),
    notes: [
      ...noteFolders(recordings),
      ...noteSharedSpeakers(recordings),
      ...noteFewSpeakers(recordings),
    ],
  };
}

function findFaults({ path, inspection }: InspectedRecording): Finding[] {
  if ("error" in inspection) return [{ kind: "unreadable", path, detail: inspection.error }];
  const { state, durationSeconds, peakLevel, clipped, format, warnings } = inspection;
  const findings: Finding[] = warnings.map((detail) => ({ kind: "damaged", path, detail }));
  if (state === "silent")
    findings.push({ kind: "silent", path, detail: `peak ${peakLevel.toFixed(1)} dBFS` });
  if (state === "too-short")
    findings.push({ kind: "too-short", path, detail: `${durationSeconds.toFixed(3)} s` });
  if (clipped > 0) findings.push({ kind: "clipped", path, detail: `${clipped} samples` });
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  if (FORMATS_BY_EXTENSION.get(extension)?.includes(format) === false) {
    findings.push({ kind: "container", path, detail: `named .${extension}, holds ${format}` });
  }
  return findings;
}

function findOutliers(recordings: readonly DecodedRecording[]): Finding[] {
  const usualRate = mode(recordings.map(({ inspection }) => inspection.sampleRate));
  const usualChannels = mode(recordings.map(({ inspection }) => inspection.channels));
  return recordings.flatMap(({ path, inspection: { sampleRate, channels } }): Finding[] => [
    ...(sampleRate === usualRate
      ? []
      : [
          {
            kind: "sample-rate" as const,
            path,
            detail: `${sampleRate} Hz where most have ${usualRate} Hz`,
          },
        ]),
    ...(channels === usualChannels
      ? []
      : [
          {
            kind: "channels" as const,
            path,
            detail: `${channels} channels where most have ${usualChannels}`,
          },
        ]),
  ]);
}

/** Folders named for an emotion: several spellings of one, and files that their folder contradicts. */
function noteFolders(recordings: readonly InspectedRecording[]): string[] {
  const named = recordings.flatMap(({ path, emotion, speaker }) => {
    const folder = path.split("/").at(-2) ?? "";
    const written =
      speaker !== undefined && folder.startsWith(speaker) ? folder.slice(speaker.length) : folder;
    const meant = emotionFromWord(written);
    return meant === undefined ? [] : [{ path, emotion, folder, written, meant }];
  });
  const spellings = sortEmotions(named.map(({ meant }) => meant)).flatMap((emotion) => {
    const own = named.filter(({ meant }) => meant === emotion);
    return new Set(own.map(({ written }) => written)).size < 2
      ? []
      : [
          `folders write ${emotion} in several ways: ${[...new Set(own.map(({ folder }) => folder))].join(", ")}`,
        ];
  });
  const contradictions = named
    .filter(({ emotion, meant }) => emotion !== undefined && emotion !== meant)
    .map(({ path, emotion, meant }) => `${path}: the folder says ${meant}, the label ${emotion}`);
  return [...spellings, ...contradictions];
}

function noteSharedSpeakers(recordings: readonly InspectedRecording[]): string[] {
  const sources = Map.groupBy(
    recordings.filter((one) => speakerId(one) !== undefined),
    speakerId,
  );
  const shared = [...sources].filter(
    ([, own]) => new Set(own.map(({ source }) => source)).size > 1,
  );
  return shared.length === 0
    ? []
    : [
        `${shared.length} speakers are in more than one source and must stay on one side of a split: ${shared.map(([id]) => id).join(", ")}`,
      ];
}

function noteFewSpeakers(recordings: readonly InspectedRecording[]): string[] {
  return [...Map.groupBy(recordings, ({ corpus }) => corpus)].flatMap(([corpus, own]) => {
    const speakers = new Set(own.flatMap(({ speaker }) => speaker ?? []));
    return speakers.size === 0 || speakers.size > 3
      ? []
      : [
          `${corpus === undefined ? "" : `${corpus}: `}only ${speakers.size} speaker${speakers.size === 1 ? "" : "s"}: a speaker-independent figure on it means little`,
        ];
  });
}
