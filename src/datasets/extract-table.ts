import { AffektError } from "../errors.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import type { ExtractedClip, Keep } from "../features/extraction/extract.ts";
import type { FeatureRow, FeatureTable } from "./feature-table.ts";
import { knownOf, type Recording } from "../corpora/recording.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

/** Where the values of a recording's clips go while they are extracted, and who is told what share of it is done, 0…1. */
export interface Extracting<Values> {
  readonly keep: Keep<Values>;
  readonly onShare: (share: number) => void;
}

/** How features are extracted from many recordings. */
export interface ExtractTableOptions<Values> {
  readonly set: FeatureSet;
  /** Decodes a recording and extracts the features of its clips, one or more; tells from time to time what share of it is done. */
  readonly extract: (
    recording: Recording,
    how: Extracting<Values>,
  ) => Promise<readonly ExtractedClip<Values>[]>;
  /** An error of it ends the work, since it is not the recording's. */
  readonly keep: Keep<Values>;
  /** How many recordings are read and extracted at once. */
  readonly concurrency: number;
  /** Called as recordings are done; of long ones their share counts while they are not. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The rows of a recording, in the order of time, or why there are none. */
export type RecordingOutcome<Values> = readonly FeatureRow<Values>[] | Refusal;

/**
 * The features of recordings, in their order; in the place of one that fails stands its reason.
 * Errors: `interrupted`, and those of `keep`.
 */
export async function extractRows<Values>(
  recordings: readonly Recording[],
  { extract, keep, concurrency, onProgress, signal }: Omit<ExtractTableOptions<Values>, "set">,
): Promise<RecordingOutcome<Values>[]> {
  const outcomes: RecordingOutcome<Values>[] = [];
  const queue = recordings.entries();
  const shares = new Map<number, number>();
  let done = 0;
  const tell = (): void => {
    const begun = [...shares.values()].reduce((sum, share) => sum + share, 0);
    onProgress?.(done + begun, recordings.length);
  };
  let fault: { readonly error: unknown } | undefined;
  const keepOrStop = (values: Float32Array): Values => {
    try {
      return keep(values);
    } catch (error) {
      fault = { error };
      throw error;
    }
  };
  const stopIfOver = (): void => {
    if (fault !== undefined) throw fault.error;
    if (!signal?.aborted) return;
    throw new AffektError(
      "interrupted",
      `interrupted after ${done} of ${recordings.length} recordings`,
    );
  };
  const work = async (): Promise<void> => {
    for (const [i, recording] of queue) {
      stopIfOver();
      try {
        const onShare = (share: number): void => {
          shares.set(i, share);
          tell();
        };
        const clips = await extract(recording, { keep: keepOrStop, onShare });
        outcomes[i] = clips.map((clip) => ({ ...knownOf(recording), ...clip }));
      } catch (error) {
        stopIfOver();
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
 * Errors: those of `extractRows`, and `bad-data` where not one recording could be read.
 */
export async function extractTable<Values>(
  recordings: readonly Recording[],
  options: ExtractTableOptions<Values>,
): Promise<FeatureTable<Values>> {
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
