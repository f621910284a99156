import { mixToMono } from "../audio/audio.ts";
import { decodeAudio } from "../audio/decode.ts";
import { extractTable } from "../corpora/extract-table.ts";
import type { ExtractedClip, FeatureTable } from "../corpora/feature-table.ts";
import { identifyCorpus } from "../corpora/identify.ts";
import type { Recording } from "../corpora/recording.ts";
import { extractFeatures } from "../features/extract.ts";
import { type FeatureSet, featureSet } from "../features/sets.ts";
import { ContentHash } from "../math/content-hash.ts";

/** How a table of features is made in a browser. */
export interface FeatureTableOptions {
  /** The feature set's name; default `classic`. */
  readonly set?: string;
  /** Called as each recording is done. */
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

/** Files that were picked or dropped as recordings, labelled by their names where those are a corpus'. */
export function recordingsOf(files: readonly File[]): Recording[] {
  const paths = files.map((file) => file.webkitRelativePath || file.name);
  const { labels } = identifyCorpus(paths);
  return files.map((file, i) => ({
    source: "files",
    path: paths[i]!,
    ...labels[i],
    read: async () => new Uint8Array(await file.arrayBuffer()),
  }));
}

/**
 * The features of recordings, one row each; a recording that cannot be read is listed.
 * Errors: `invalid-argument` for an unknown set; `bad-data` where not one recording could be read; `interrupted`.
 */
export async function featureTable(
  recordings: readonly Recording[],
  { set = "classic", ...watch }: FeatureTableOptions = {},
): Promise<FeatureTable> {
  const features = featureSet(set);
  return extractTable(recordings, {
    ...watch,
    set: features,
    concurrency: 1,
    extract: (bytes, name) => extract(bytes, name, features),
  });
}

async function extract(bytes: Uint8Array, name: string, set: FeatureSet): Promise<ExtractedClip> {
  const audio = await decodeAudio(bytes, name);
  const samplesHash = new ContentHash().update(mixToMono(audio)).digest();
  return { ...extractFeatures(audio, set), samplesHash };
}
