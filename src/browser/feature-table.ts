import { checkAugmentation } from "../augmentation/augmentation.ts";
import { labelsOfPaths } from "../corpora/identify.ts";
import type { Recording } from "../corpora/recording.ts";
import { extractRecordings, withProgress } from "../datasets/extract-recordings.ts";
import { checkNotEmpty, collectRows, type FeatureTable } from "../datasets/feature-table.ts";
import type { Clip, RecordingInfo } from "../features/extraction/clip.ts";
import { type Extraction, extractClips } from "../features/extraction/extract.ts";
import type { FeatureSetDefinition } from "../features/sets/definition.ts";
import { featureSet } from "../features/sets/sets.ts";
import { assertOptionNames, type OptionNames } from "../options/check.ts";
import { openAudio } from "./decode-audio.ts";

/** Options of `featureTable`. */
export interface FeatureTableOptions extends Omit<Extraction, "set"> {
  /** The feature set, by its name or its definition; default `classic`. */
  readonly set?: string | FeatureSetDefinition;
  /** Called as recordings are done; of long ones their share counts while they are read. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OPTION_NAMES: OptionNames<FeatureTableOptions> = {
  set: true,
  windowing: true,
  channel: true,
  augmentation: true,
  onProgress: true,
  signal: true,
};

/** Files that were picked or dropped as recordings, labelled by their names and folders. */
export function recordingsOf(files: readonly File[]): Recording[] {
  const paths = files.map((file) => file.webkitRelativePath || file.name);
  const { labels } = labelsOfPaths(paths);
  return files.map((file, i) => {
    const read = async (): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());
    return { source: "files", path: paths[i]!, ...labels[i], read, content: read };
  });
}

/**
 * The features of recordings, one row a clip. A recording that cannot be read is listed.
 * @throws {AffektError} `invalid-argument` for an unknown set or parameters of an augmentation out of range; `bad-data` where not one
 * recording could be read; `interrupted`.
 */
export async function featureTable(
  recordings: readonly Recording[],
  options: FeatureTableOptions = {},
): Promise<FeatureTable> {
  assertOptionNames(options, OPTION_NAMES, "featureTable");
  const { set = "classic", onProgress, signal, ...others } = options;
  const start = performance.now();
  const extraction: Extraction = { ...others, set: featureSet(set) };
  const { augmentation } = extraction;
  if (augmentation !== undefined) checkAugmentation(augmentation);

  async function* extract(recording: Recording): AsyncGenerator<Clip, RecordingInfo, void> {
    const { path: name, read, segments } = recording;
    const audio = await openAudio(await read(), { name });
    return yield* extractClips(audio, { ...extraction, name, segments, signal });
  }

  const events = extractRecordings(recordings, extract, { concurrency: 1, signal });
  const collected = await collectRows(
    withProgress(events, recordings.length, onProgress),
    (values) => values,
  );
  checkNotEmpty(collected);
  return {
    set: extraction.set,
    ...collected,
    ...(augmentation && { augmentation }),
    seconds: (performance.now() - start) / 1000,
  };
}
