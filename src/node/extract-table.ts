import type { FeatureRow, FeatureTable, Refusal } from "../corpora/feature-table.ts";
import type { Recording } from "../corpora/recording.ts";
import { AffektError } from "../errors.ts";
import type { FeatureSet } from "../features/sets.ts";
import type { Pool } from "../parallel.ts";
import { hashOfBytes } from "./content-hash.ts";
import type { FeatureCache } from "./feature-cache.ts";
import type { ExtractedClip, FeaturesInput } from "./features-job.ts";
import { refusalOf } from "./file.ts";

/** How features are extracted from many recordings. */
export interface ExtractTableOptions {
  readonly set: FeatureSet;
  readonly pool: Pool;
  readonly cache: FeatureCache;
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * The features of recordings, extracted on a pool of workers, in the order of the recordings; one that fails is listed with its reason.
 * Errors: `interrupted`, and `bad-data` where not one recording could be read.
 */
export async function extractTable(
  recordings: readonly Recording[],
  options: ExtractTableOptions,
): Promise<FeatureTable> {
  const { set, pool, onProgress, signal } = options;
  const start = performance.now();
  const outcomes: (FeatureRow | Refusal)[] = [];
  const queue = recordings.entries();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [i, recording] of queue) {
      if (signal?.aborted) {
        throw new AffektError(
          "interrupted",
          `interrupted after ${done} of ${recordings.length} recordings`,
        );
      }
      outcomes[i] = await extractOne(recording, options);
      onProgress?.(++done, recordings.length);
    }
  };
  // twice as many as there are workers, so that each finds its next recording already read
  await Promise.all(Array.from({ length: pool.size * 2 }, work));
  const rows = outcomes.filter((outcome) => "vector" in outcome);
  const failed = outcomes.filter((outcome) => "reason" in outcome);
  if (rows.length === 0) {
    throw new AffektError(
      "bad-data",
      `none of the ${recordings.length} recordings could be read; the first: ${failed[0]?.file}: ${failed[0]?.reason}`,
    );
  }
  return { set, rows, failed, seconds: (performance.now() - start) / 1000 };
}

async function extractOne(
  recording: Recording,
  { set, pool, cache }: ExtractTableOptions,
): Promise<FeatureRow | Refusal> {
  const { read, ...known } = recording;
  try {
    const bytes = await read();
    const bytesHash = hashOfBytes(bytes);
    const kept = cache.get(bytesHash);
    if (kept !== undefined) return { ...known, ...kept };
    const input: FeaturesInput = { bytes, name: recording.path, set: set.name };
    const clip = (await pool.run("features", input)) as ExtractedClip;
    cache.put(bytesHash, clip);
    return { ...known, ...clip };
  } catch (error) {
    return refusalOf(recording.path, error);
  }
}
