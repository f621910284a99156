import type { LabelledClip } from "../datasets/labelled-clips.ts";

/** Identifies a clip, whatever features it was read with. */
export function clipKey({ source, path, startSeconds, columns }: LabelledClip): string {
  return [source, path, startSeconds, columns?.["channel"] ?? ""].join("\n");
}
