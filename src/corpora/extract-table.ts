import { AffektError } from "../errors.ts";
import type { FeatureSet } from "../features/set-definition.ts";
import type { ExtractedClip } from "../features/extract.ts";
import type { FeatureRow, FeatureTable } from "./feature-table.ts";
import { knownOf, type Recording } from "./recording.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

/** How features are extracted from many recordings. */
export interface ExtractTableOptions {
  readonly set: FeatureSet;
  /** Decodes a recording and extracts the features of its clips, one or more; tells from time to time what share of it is done, 0…1. */
  readonly extract: (
    recording: Recording,
    onShare: (share: number) => void,
  ) => Promise<readonly ExtractedClip[]>;
  /** How many recordings are read and extracted at once. */
  readonly concurrency: number;
  /** Called as recordings are done; of long ones their share counts while they are not. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The rows of a recording, in the order of time, or why there are none. */
export type RecordingOutcome = readonly FeatureRow[] | Refusal;

/**
 * The features of recordings, in their order; in the place of one that fails stands its reason.
 * Errors: `interrupted`.
 */
export async function extractRows(
  recordings: readonly Recording[],
  { extract, concurrency, onProgress, signal }: Omit<ExtractTableOptions, "set">,
): Promise<RecordingOutcome[]> {
  const outcomes: RecordingOutcome[] = [];
  const queue = recordings.entries();
  const shares = new Map<number, number>();
  let done = 0;
  const tell = (): void => {
    const begun = [...shares.values()].reduce((sum, share) => sum + share, 0);
    onProgress?.(done + begun, recordings.length);
  };
  const stopIfAborted = (): void => {
    if (!signal?.aborted) return;
    throw new AffektError(
      "interrupted",
      `interrupted after ${done} of ${recordings.length} recordings`,
    );
  };
  const work = async (): Promise<void> => {
    for (const [i, recording] of queue) {
      stopIfAborted();
      try {
        const clips = await extract(recording, (share) => {
          shares.set(i, share);
          tell();
        });
        outcomes[i] = clips.map((clip) => ({ ...knownOf(recording), ...clip }));
      } catch (error) {
        stopIfAborted();
        outcomes[i] = refusalOf(recording.path, error);
      }
      shares.delete(i);
      done++;
      tell();
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
  const rows = outcomes.flatMap((outcome) => ("reason" in outcome ? [] : outcome));
  const failed = outcomes.filter((outcome) => "reason" in outcome);
  if (rows.length === 0) {
    throw new AffektError(
      "bad-data",
      `none of the ${recordings.length} recordings could be read; the first: ${failed[0]?.file}: ${failed[0]?.reason}`,
    );
  }
  return { set: options.set, rows, failed, seconds: (performance.now() - start) / 1000 };
}
