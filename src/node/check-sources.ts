import { checkRecordings, type DataReport } from "../corpora/check/check.ts";
import type { LabelOptions } from "../corpora/label-mapping.ts";
import { inspectRecordings } from "./inspect-recordings.ts";
import { openSources } from "./sources/sources.ts";
import { createPool, type PoolOptions } from "./workers/thread-pool.ts";

/** Options of `checkSources`. */
export interface CheckSourcesOptions extends PoolOptions {
  readonly labels?: LabelOptions | undefined;
  /** Called as each recording is done. */
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Reads all recordings of sources, counts them by label and checks them for problems. @throws as `openSources`; {AffektError} `interrupted` */
export async function checkSources(
  sources: readonly string[],
  { labels, onProgress, signal, ...options }: CheckSourcesOptions = {},
): Promise<DataReport> {
  const { recordings, problems, close } = await openSources(sources, { ...labels, signal });
  const pool = createPool(options);
  try {
    const inspected = await inspectRecordings(recordings, {
      pool,
      signal,
      onProgress: (done) => onProgress?.(done, recordings.length),
    });
    return checkRecordings(inspected, problems);
  } finally {
    await pool.close();
    await close();
  }
}
