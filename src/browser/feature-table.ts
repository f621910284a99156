import { onePiece } from "../audio/byte-reader.ts";
import { openAudioStream } from "../audio/decode.ts";
import { type Augmentation, checkAugmentation, augmenterOf } from "../augmentation/augmentation.ts";
import { extractTable } from "../datasets/extract-table.ts";
import type { FeatureTable } from "../datasets/feature-table.ts";
import { identifyCorpus } from "../corpora/identify.ts";
import type { Recording } from "../corpora/recording.ts";
import type { Windowing } from "../features/extraction/clip-cutter.ts";
import { extractClips, inMemory } from "../features/extraction/extract.ts";
import type { FeatureSetDefinition } from "../features/sets/definition.ts";
import { featureSet } from "../features/sets/sets.ts";

/** How a table of features is made in a browser. */
export interface FeatureTableOptions {
  /** The feature set, by its name or its definition; default `classic`. */
  readonly set?: string | FeatureSetDefinition;
  /** What of a recording makes a row; default `auto`: the whole, or windows of a minute of one longer than ten minutes. */
  readonly windowing?: Windowing;
  /** Adds augmented copies of each clip, for training alone; default none. */
  readonly augmentation?: Augmentation | undefined;
  /** Called as each recording is done. */
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

/** Files that were picked or dropped as recordings, labelled by their names where those are a corpus'. */
export function recordingsOf(files: readonly File[]): Recording[] {
  const paths = files.map((file) => file.webkitRelativePath || file.name);
  const { labels } = identifyCorpus(paths);
  return files.map((file, i) => {
    const read = async (): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());
    return { source: "files", path: paths[i]!, ...labels[i], read, content: read };
  });
}

/**
 * The features of recordings, one row each; a recording that cannot be read is listed.
 * Errors: `invalid-argument` for an unknown set or parameters of an augmentation out of range; `bad-data` where not one recording could be read; `interrupted`.
 */
export async function featureTable(
  recordings: readonly Recording[],
  { set = "classic", windowing, augmentation, ...watch }: FeatureTableOptions = {},
): Promise<FeatureTable> {
  const features = featureSet(set);
  if (augmentation !== undefined) checkAugmentation(augmentation);
  const augment = augmenterOf(augmentation, features.sampleRate);
  const table = await extractTable(recordings, {
    ...watch,
    set: features,
    keep: inMemory,
    concurrency: 1,
    extract: async ({ path: name, read }, { keep }) =>
      extractClips(await openAudioStream(onePiece(await read()), name), {
        set: features,
        windowing,
        augment,
        keep,
        name,
      }),
  });
  return { ...table, ...(augmentation && { augmentation }) };
}
