import * as pure from "../corpora/extract-table.ts";
import type { ExtractedClip, FeatureTable } from "../corpora/feature-table.ts";
import type { Recording } from "../corpora/recording.ts";
import type { Pool } from "../parallel.ts";
import { hashOfBytes } from "./content-hash.ts";
import type { FeatureCache } from "./feature-cache.ts";
import type { FeaturesInput } from "./features-job.ts";

/** How features are extracted from many recordings in Node. */
export interface ExtractTableOptions extends Pick<
  pure.ExtractTableOptions,
  "set" | "onProgress" | "signal"
> {
  readonly pool: Pool;
  readonly cache: FeatureCache;
}

/** `extractTable` on a pool of workers, with a cache. Errors: as there. */
export function extractTable(
  recordings: readonly Recording[],
  options: ExtractTableOptions,
): Promise<FeatureTable> {
  return pure.extractTable(recordings, extraction(options));
}

/** `extractRows` on a pool of workers, with a cache. Errors: as there. */
export function extractRows(
  recordings: readonly Recording[],
  options: ExtractTableOptions,
): ReturnType<typeof pure.extractRows> {
  return pure.extractRows(recordings, extraction(options));
}

function extraction({ pool, cache, ...options }: ExtractTableOptions): pure.ExtractTableOptions {
  return {
    ...options,
    // twice as many as there are workers, so that each finds its next recording already read
    concurrency: pool.size * 2,
    extract: async (bytes, name) => {
      const bytesHash = hashOfBytes(bytes);
      const kept = cache.get(bytesHash);
      if (kept !== undefined) return kept;
      const input: FeaturesInput = { bytes, name, set: options.set.name };
      const clip = (await pool.run("features", input)) as ExtractedClip;
      cache.put(bytesHash, clip);
      return clip;
    },
  };
}
