import { groupTakes } from "../../features/extraction/group-takes.ts";
import { type Labels, speakerId } from "../labels.ts";
import type { DecodedRecording } from "./inspection.ts";

/** Recordings of one take. */
export interface Duplicates {
  readonly paths: readonly string[];
  /** Whether the files are equal byte by byte, or in their samples, or hold the same take in different encodings. */
  readonly identical: "bytes" | "samples" | "take";
  /** The labels in which they differ; empty where they agree. */
  readonly conflicts: readonly Conflict[];
}

/** A label in which duplicates differ. */
export interface Conflict {
  readonly label: "emotion" | "speaker" | "intensity" | "statement";
  /** In the order of the paths; empty where a recording does not have the label. */
  readonly values: readonly string[];
}

const COMPARED: readonly [Conflict["label"], (labels: Labels) => string | undefined][] = [
  ["emotion", ({ emotion }) => emotion],
  ["speaker", speakerId],
  ["intensity", ({ intensity }) => intensity],
  ["statement", ({ statement }) => statement],
];

/** Groups of recordings that hold the same take, and the labels in which they differ. */
export function findDuplicates(recordings: readonly DecodedRecording[]): Duplicates[] {
  const groups = groupTakes(recordings.map(({ take, inspection }) => ({ take, ...inspection })));
  const byGroup = new Map<number, DecodedRecording[]>();
  for (const [i, recording] of recordings.entries()) {
    const own = byGroup.get(groups[i]!);
    if (own === undefined) byGroup.set(groups[i]!, [recording]);
    else own.push(recording);
  }
  return [...byGroup.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({
      paths: group.map(({ path }) => path),
      identical: degreeOf(group),
      conflicts: COMPARED.flatMap(([label, value]) => {
        const values = group.map((one) => value(one) ?? "");
        return new Set(values).size > 1 ? [{ label, values }] : [];
      }),
    }));
}

function degreeOf(group: readonly DecodedRecording[]): Duplicates["identical"] {
  const differing = (value: (recording: DecodedRecording) => string): number =>
    new Set(group.map(value)).size;
  if (differing(({ inspection }) => inspection.bytesHash) === 1) return "bytes";
  return differing(({ inspection }) => inspection.samplesHash) === 1 ? "samples" : "take";
}
