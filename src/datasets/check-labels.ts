import { type Labels, speakerId } from "../corpora/labels.ts";
import type { Recording } from "../corpora/recording.ts";
import { AffektError } from "../errors.ts";
import type { SplitClip } from "../splits/folds.ts";
import { splitClips, type SplitOptions } from "../splits/protocols.ts";

/**
 * Makes sure, before features are extracted, that recordings have labels to learn from and, where a split is planned, that their speakers
 * allow it.
 * @throws {AffektError} `bad-data` for fewer than two emotions; those of `splitClips`.
 */
export function checkLabels(recordings: readonly Recording[], split?: SplitOptions): void {
  const clips = recordings
    .flatMap(({ segments, source, ...recording }) =>
      (segments ?? [recording]).map((labels: Labels) => ({ source, ...labels })),
    )
    .flatMap(clipOf);
  const emotions = [...new Set(clips.map(({ emotion }) => emotion))];
  if (emotions.length < 2) {
    const found =
      clips.length === 0 ? "none has an emotion" : `all that have one are ${emotions.join()}`;
    throw new AffektError(
      "bad-data",
      `labels: at least two emotions are needed; of ${recordings.length} recordings ${found}. They come from a manifest (path,emotion,speaker), from file names as the corpora have them, from folders named for emotions, or by --pattern`,
    );
  }
  if (split !== undefined) splitClips(clips, split);
}

function clipOf(labels: Labels & Pick<Recording, "source">, i: number): SplitClip[] {
  const { emotion, corpus, speaker, source } = labels;
  if (emotion === undefined) return [];
  const id = speakerId(labels);
  return [
    {
      emotion,
      take: String(i),
      source,
      ...(corpus !== undefined && { corpus }),
      ...(speaker !== undefined && { speaker }),
      ...(id !== undefined && { speakerId: id }),
    },
  ];
}
