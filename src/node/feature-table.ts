import type { FeatureTable } from "../corpora/feature-table.ts";
import type { SourceProblem } from "../corpora/recording.ts";
import { featureSet } from "../features/sets.ts";
import { extractTable } from "./extract-table.ts";
import { noFeatureCache, openFeatureCache } from "./feature-cache.ts";
import { openSources } from "./sources.ts";
import { type PoolOptions, withPool } from "./with-pool.ts";

/** How a table of features is made. */
export interface FeatureTableOptions extends PoolOptions {
  /** The feature set's name; default `classic`. */
  readonly set?: string;
  /** Whether features are kept in, and taken from, the cache folder; default true. */
  readonly cache?: boolean;
  /** Called as each recording is done. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Called where the cache cannot be used; the work goes on without it. */
  readonly onWarning?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** A table with what was odd about its sources. */
export interface SourceTable extends FeatureTable {
  readonly problems: readonly SourceProblem[];
}

/**
 * The features of all recordings of sources (see `openSources`), one row a recording; a recording that cannot be read is listed.
 * Errors: as `openSources`; `invalid-argument` for an unknown set; `bad-data` where not one recording could be read; `interrupted`.
 */
export async function featureTable(
  sources: readonly string[],
  options: FeatureTableOptions = {},
): Promise<SourceTable> {
  const { set = "classic", cache = true, onProgress, onWarning = () => {}, signal } = options;
  const features = featureSet(set);
  const { recordings, problems, close } = await openSources(sources);
  const store = cache ? openFeatureCache(features, onWarning) : noFeatureCache();
  try {
    const table = await withPool(options, (pool) =>
      extractTable(recordings, {
        set: features,
        pool,
        cache: store,
        onProgress,
        signal,
      }),
    );
    return { ...table, problems };
  } finally {
    store.close();
    await close();
  }
}
