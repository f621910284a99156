import type { DecodedRecording } from "./inspection.ts";
import { type Labels, speakerId } from "../recording.ts";

/** Recordings of one and the same audio. */
export interface Copies {
  readonly paths: readonly string[];
  /** Whether the files are the same byte for byte, or only the samples in them. */
  readonly identical: "bytes" | "samples";
  /** The labels in which they differ, with the values in the order of the paths; empty where they agree. */
  readonly conflicts: readonly Conflict[];
}

/** A label that copies of one recording do not share. */
export interface Conflict {
  readonly label: "emotion" | "speaker" | "intensity" | "statement";
  /** Unknown ones are empty. */
  readonly values: readonly string[];
}

const COMPARED: readonly [Conflict["label"], (labels: Labels) => string | undefined][] = [
  ["emotion", ({ emotion }) => emotion],
  ["speaker", speakerId],
  ["intensity", ({ intensity }) => intensity],
  ["statement", ({ statement }) => statement],
];

/** Groups of recordings with the same samples, and where their labels contradict each other. */
export function findCopies(recordings: readonly DecodedRecording[]): Copies[] {
  const groups = Map.groupBy(recordings, ({ inspection }) => inspection.samplesHash);
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({
      paths: group.map(({ path }) => path),
      identical:
        new Set(group.map(({ inspection }) => inspection.bytesHash)).size === 1
          ? "bytes"
          : "samples",
      conflicts: COMPARED.flatMap(([label, value]) => {
        const values = group.map((one) => value(one) ?? "");
        return new Set(values).size > 1 ? [{ label, values }] : [];
      }),
    }));
}
