import { type DataReport, FINDING_KINDS, type FindingKind } from "../corpora/check/check.ts";
import type { Duplicates } from "../corpora/check/duplicates.ts";

const SHOWN = 10;

const HEADINGS: Readonly<Record<FindingKind, string>> = {
  unreadable: "not readable",
  silent: "silent",
  "too-short": "too short",
  damaged: "damaged, but readable",
  scale: "samples in the range of integers",
  clipped: "clipped",
  container: "content differs from the name's ending",
  channels: "another number of channels",
  "sample-rate": "another sample rate",
  name: "odd names, links or manifest lines",
};

/** The report of a data check as text for people; long lists are cut at ten lines, JSON has them all. */
export function formatDataReport(report: DataReport): string {
  return [...summarise(report), "", ...listOddities(report)].join("\n");
}

function summarise(report: DataReport): string[] {
  const { counts, duration } = report;
  const perSpeaker = Object.values(counts.speaker);
  const rows: [string, string][] = [
    ["recordings", String(report.recordings)],
    ["corpus", countsText(counts.corpus)],
    ["emotions", countsText(counts.emotion)],
    [
      "speakers",
      perSpeaker.length === 0
        ? ""
        : `${perSpeaker.length}, ${rangeText(Math.min(...perSpeaker), Math.max(...perSpeaker))} recordings each`,
    ],
    ["sex", countsText(counts.sex)],
    ["intensity", countsText(counts.intensity)],
    [
      "duration",
      duration === undefined
        ? ""
        : `${duration.min.toFixed(2)}–${duration.max.toFixed(2)} s, median ${duration.median.toFixed(2)} s, in all ${timeText(duration.total)}`,
    ],
    ["sample rate", countsText(report.sampleRates, " Hz")],
    ["before Opus", countsText(report.originalSampleRates, " Hz")],
    ["channels", countsText(report.channels)],
    ["format", countsText(report.formats)],
  ];
  return rows.filter(([, text]) => text !== "").map(([name, text]) => `${name.padEnd(13)}${text}`);
}

function listOddities(report: DataReport): string[] {
  const { unlabelled, gaps, duplicates } = report;
  const conflicting = duplicates.filter(({ conflicts }) => conflicts.length > 0);
  const agreeing = duplicates.filter(({ conflicts }) => conflicts.length === 0);
  const sections = [
    section("to note", report.notes),
    ...FINDING_KINDS.map((kind) =>
      section(
        HEADINGS[kind],
        report.findings
          .filter((one) => one.kind === kind)
          .map(({ path, reason }) => `${path}: ${reason}`),
      ),
    ),
    section("the same take under different labels", conflicting.map(duplicatesText)),
    section("the same take more than once", agreeing.map(duplicatesText)),
    section(
      "not labelled",
      Object.entries(unlabelled)
        .filter(([, count]) => count > 0)
        .map(([label, count]) => `${count} recordings without ${label}`),
    ),
    section(
      "missing speakers",
      report.missingSpeakers.map(({ corpus, speakers }) => `${corpus}: ${rangesOf(speakers)}`),
    ),
    section(
      "speakers with another number of recordings of an emotion than usual",
      gaps
        .toSorted((a, b) => Number(b.found === 0) - Number(a.found === 0))
        .map(({ corpus = "", speaker, emotion, found, usual }) =>
          `${corpus} ${speaker}: ${found} ${emotion}, usual are ${usual}`.trimStart(),
        ),
    ),
  ].flat();
  return sections.length === 0 ? ["Nothing odd was found."] : sections;
}

function section(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - SHOWN;
  return [
    `${heading} (${lines.length})`,
    ...lines.slice(0, SHOWN).map((line) => `  ${line}`),
    ...(rest > 0 ? [`  … and ${rest} more, all in --json`] : []),
  ];
}

function duplicatesText({ paths, identical, conflicts }: Duplicates): string {
  const differences = conflicts.map(
    ({ label, values }) => `; ${label} ${values.map((value) => value || "unknown").join(" / ")}`,
  );
  return `${paths.join(" = ")} (same ${identical}${differences.join("")})`;
}

function countsText(counts: Readonly<Record<string, number>>, unit = ""): string {
  const entries = Object.entries(counts);
  const [only] = entries;
  return entries.length === 1 && only !== undefined
    ? `${only[0]}${unit}`
    : entries.map(([value, count]) => `${value}${unit} (${count})`).join(", ");
}

function rangeText(min: number, max: number): string {
  return min === max ? String(min) : `${min}–${max}`;
}

function timeText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

/** Names in order, with those whose numbers follow each other as a range. */
function rangesOf(names: readonly string[]): string {
  const ranges: [string, string][] = [];
  for (const name of names) {
    const last = ranges.at(-1);
    if (last !== undefined && Number(name) === Number(last[1]) + 1) last[1] = name;
    else ranges.push([name, name]);
  }
  return ranges.map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(", ");
}
