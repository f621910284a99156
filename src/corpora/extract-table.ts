import { AffektError } from "../errors.ts";
import type { FeatureSet } from "../features/sets.ts";
import type { ExtractedClip, FeatureRow, FeatureTable } from "./feature-table.ts";
import type { Recording } from "./recording.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

/** How features are extracted from many recordings. */
export interface ExtractTableOptions {
  readonly set: FeatureSet;
  /** Decodes a file and extracts its features; `name` is for messages. */
  readonly extract: (bytes: Uint8Array, name: string) => Promise<ExtractedClip>;
  /** How many recordings are read and extracted at once. */
  readonly concurrency: number;
  /** Called as each recording is done. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The features of recordings, in their order; in the place of one that fails stands its reason.
 * Errors: `interrupted`.
 */
export async function extractRows(
  recordings: readonly Recording[],
  { extract, concurrency, onProgress, signal }: Omit<ExtractTableOptions, "set">,
): Promise<(FeatureRow | Refusal)[]> {
  const outcomes: (FeatureRow | Refusal)[] = [];
  const queue = recordings.entries();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [i, { read, ...known }] of queue) {
      if (signal?.aborted) {
        throw new AffektError(
          "interrupted",
          `interrupted after ${done} of ${recordings.length} recordings`,
        );
      }
      try {
        outcomes[i] = { ...known, ...(await extract(await read(), known.path)) };
      } catch (error) {
        outcomes[i] = refusalOf(known.path, error);
      }
      onProgress?.(++done, recordings.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return outcomes;
}

/**
 * The features of recordings as a table; one that fails is listed with its reason.
 * Errors: `interrupted`, and `bad-data` where not one recording could be read.
 */
export async function extractTable(
  recordings: readonly Recording[],
  options: ExtractTableOptions,
): Promise<FeatureTable> {
  const start = performance.now();
  const outcomes = await extractRows(recordings, options);
  const rows = outcomes.filter((outcome) => "vector" in outcome);
  const failed = outcomes.filter((outcome) => "reason" in outcome);
  if (rows.length === 0) {
    throw new AffektError(
      "bad-data",
      `none of the ${recordings.length} recordings could be read; the first: ${failed[0]?.file}: ${failed[0]?.reason}`,
    );
  }
  return { set: options.set, rows, failed, seconds: (performance.now() - start) / 1000 };
}
