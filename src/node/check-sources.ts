import { checkRecordings, type DataReport } from "../corpora/check/check.ts";
import { inspectRecordings } from "./inspect-recordings.ts";
import { openSources } from "./sources/sources.ts";
import { type PoolOptions, withPool } from "./workers/with-pool.ts";

/** How sources are checked. */
export interface CheckSourcesOptions extends PoolOptions {
  /** Called as each recording is done. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** Reads all recordings of sources, counts them by label and finds what is odd about them. Errors: as `openSources`. */
export async function checkSources(
  sources: readonly string[],
  options: CheckSourcesOptions = {},
): Promise<DataReport> {
  const { recordings, problems, close } = await openSources(sources);
  try {
    const inspected = await withPool(options, (pool) =>
      inspectRecordings(recordings, pool, (done) => options.onProgress?.(done, recordings.length)),
    );
    return checkRecordings(inspected, problems);
  } finally {
    await close();
  }
}
