import * as pure from "../corpora/extract-table.ts";
import type { FeatureTable } from "../corpora/feature-table.ts";
import type { Recording } from "../corpora/recording.ts";
import type { Pool } from "../parallel.ts";
import type { FeatureCache } from "./feature-cache.ts";
import type { Extraction } from "./features-job.ts";
import { RecordingExtractor } from "./recording-extractor.ts";

/** How features are extracted from many recordings in Node. */
export interface ExtractTableOptions
  extends Extraction, Pick<pure.ExtractTableOptions, "onProgress" | "signal"> {
  readonly pool: Pool;
  readonly cache?: FeatureCache | undefined;
}

/** `extractTable` on a pool of workers, with a cache. Errors: as there. */
export function extractTable(
  recordings: readonly Recording[],
  options: ExtractTableOptions,
): Promise<FeatureTable> {
  return pure.extractTable(recordings, pureOptions(options, recordings.length === 1));
}

/** `extractRows` on a pool of workers, with a cache. Errors: as there. */
export function extractRows(
  recordings: readonly Recording[],
  options: ExtractTableOptions,
): Promise<pure.RecordingOutcome[]> {
  return pure.extractRows(recordings, pureOptions(options, recordings.length === 1));
}

function pureOptions(options: ExtractTableOptions, isSingle: boolean): pure.ExtractTableOptions {
  const { set, pool, onProgress, signal } = options;
  const extractor = new RecordingExtractor({ ...options, isSingle });
  return {
    set,
    onProgress,
    signal,
    // twice as many as there are workers, so that each finds its next recording already read
    concurrency: pool.size * 2,
    extract: (recording, onShare) => extractor.extract(recording, onShare),
  };
}
