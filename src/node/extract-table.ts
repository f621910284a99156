import * as pure from "../datasets/extract-table.ts";
import type { FeatureTable } from "../datasets/feature-table.ts";
import type { Recording } from "../corpora/recording.ts";
import type { Pool } from "../parallel.ts";
import type { FeatureCache } from "./cache/feature-cache.ts";
import type { Extraction } from "./workers/features-job.ts";
import { RecordingExtractor } from "./workers/recording-extractor.ts";

/** How features are extracted from many recordings in Node. */
export interface ExtractTableOptions<Values>
  extends Extraction, Pick<pure.ExtractTableOptions<Values>, "keep" | "onProgress" | "signal"> {
  readonly pool: Pool;
  readonly cache?: FeatureCache | undefined;
}

/** `extractTable` on a pool of workers, with a cache. Errors: as there. */
export function extractTable<Values>(
  recordings: readonly Recording[],
  options: ExtractTableOptions<Values>,
): Promise<FeatureTable<Values>> {
  return pure.extractTable(recordings, pureOptions(options, recordings.length === 1));
}

/** `extractRows` on a pool of workers, with a cache. Errors: as there. */
export function extractRows<Values>(
  recordings: readonly Recording[],
  options: ExtractTableOptions<Values>,
): Promise<pure.RecordingOutcome<Values>[]> {
  return pure.extractRows(recordings, pureOptions(options, recordings.length === 1));
}

function pureOptions<Values>(
  options: ExtractTableOptions<Values>,
  isSingle: boolean,
): pure.ExtractTableOptions<Values> {
  const { set, pool, keep, onProgress, signal } = options;
  const extractor = new RecordingExtractor({ ...options, isSingle });
  return {
    set,
    keep,
    onProgress,
    signal,
    // twice as many as there are workers, so that each finds its next recording already read
    concurrency: pool.size * 2,
    extract: (recording, how) => extractor.extract(recording, how),
  };
}
