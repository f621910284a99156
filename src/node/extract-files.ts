import { extractRecordings, type RecordingEvent } from "../datasets/extract-recordings.ts";
import type { Recording } from "../corpora/recording.ts";
import type { Pool } from "../parallel/pool.ts";
import { openFeatureCache } from "./cache/feature-cache.ts";
import type { FileExtraction } from "./workers/features-job.ts";
import type { Jobs } from "./workers/jobs.ts";
import { recordingExtractor } from "./workers/recording-extractor.ts";
import { warnOnce } from "./workers/warn-once.ts";

/** Options of `extractFiles`. */
export interface ExtractFilesOptions {
  readonly pool: Pool<Pick<Jobs, "features">>;
  /** Whether features are stored in the cache folder and taken from it; default true. */
  readonly cache?: boolean | undefined;
  /** Called if the cache cannot be used. The work continues without it. Default: a line on standard error, once. */
  readonly onWarning?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The clips of recordings as they are ready, extracted on a pool or taken from the cache. @throws {AffektError} `interrupted` */
export async function* extractFiles(
  recordings: readonly Recording[],
  extraction: FileExtraction,
  { pool, cache = true, onWarning = warnOnce, signal }: ExtractFilesOptions,
): AsyncGenerator<RecordingEvent, void, void> {
  const needsCache = cache && recordings.some(({ extracted }) => extracted === undefined);
  const store = needsCache ? openFeatureCache(extraction, onWarning) : undefined;
  const isSingle = recordings.length === 1;
  const extract = recordingExtractor(extraction, { pool, cache: store, isSingle, signal });
  try {
    // twice as many as there are workers, so that each finds its next recording already read
    yield* extractRecordings(recordings, extract, { concurrency: () => pool.size * 2, signal });
  } finally {
    store?.close();
  }
}
