import type { Augmentation } from "../augmentation/augmentation.ts";
import { labelsOf } from "../corpora/labels.ts";
import type { Problem } from "../corpora/problem.ts";
import { identityOf, type Recording, type RecordingIdentity } from "../corpora/recording.ts";
import { AffektError } from "../errors.ts";
import type { Clip, RecordingInfo } from "../features/extraction/clip.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import type { RecordingEvent } from "./extract-recordings.ts";

/** A clip with its features, labels and state. */
export interface FeatureRow<Values = Float32Array>
  extends
    RecordingIdentity,
    Omit<Clip, "values" | "augmented" | "segment" | "samplesHash">,
    ClipSource {
  readonly values: Values;
  readonly augmented?: readonly Values[];
}

/** The identity of a clip's recording. */
interface ClipSource extends Pick<RecordingInfo, "samplesHash" | "warnings"> {
  /** Absent where features come from a table. */
  readonly fingerprint?: Uint32Array;
}

/** The features of many recordings. */
export interface FeatureTable<Values = Float32Array> {
  readonly set: FeatureSet;
  /** In the order of the recordings, and of time within each. */
  readonly rows: readonly FeatureRow<Values>[];
  /** The augmentation of the copies, if there are any. */
  readonly augmentation?: Augmentation;
  /** Recordings that could not be read. */
  readonly failed: readonly Problem[];
  /** The time that reading and extraction took. */
  readonly seconds: number;
}

/** The rows of recordings, and the recordings that failed. */
export interface CollectedRows<Values> {
  readonly rows: readonly FeatureRow<Values>[];
  readonly failed: readonly Problem[];
}

/** Collects events into rows; `store` takes each vector or sequence and returns its representation in the row, such as a place in a file. */
export async function collectRows<Values>(
  events: AsyncIterable<RecordingEvent>,
  store: (values: Float32Array) => Values,
): Promise<CollectedRows<Values>> {
  const clips = new Map<number, StoredClip<Values>[]>();
  const rows: FeatureRow<Values>[][] = [];
  const failed: Problem[] = [];
  for await (const event of events) {
    const { index, recording } = event;
    const own = clips.get(index) ?? [];
    if ("clip" in event) {
      const { values, augmented, ...clip } = event.clip;
      const kept = { ...clip, values: store(values) };
      own.push(augmented === undefined ? kept : { ...kept, augmented: augmented.map(store) });
      clips.set(index, own);
      continue;
    }
    clips.delete(index);
    if ("problem" in event) failed[index] = event.problem;
    else rows[index] = rowsOf(recording, own, event.info);
  }
  return { rows: rows.flat(), failed: failed.flat() };
}

type StoredClip<Values> = Omit<Clip, "values" | "augmented"> & {
  readonly values: Values;
  readonly augmented?: readonly Values[];
};

function rowsOf<Values>(
  recording: Recording,
  clips: readonly StoredClip<Values>[],
  { samplesHash, fingerprint, warnings }: RecordingInfo,
): FeatureRow<Values>[] {
  const identity = identityOf(recording);
  // segments end in another order than they are listed in
  const ordered = clips.toSorted((a, b) => (a.segment ?? 0) - (b.segment ?? 0));
  return ordered.map(
    ({ segment, channel, samplesHash: own = samplesHash, progress: _, ...clip }, i) => {
      const said = segment === undefined ? undefined : recording.segments?.[segment];
      return {
        ...identity,
        ...(said && labelsOf(said)),
        ...((said?.columns ?? channel) !== undefined && {
          columns: {
            ...identity.columns,
            ...said?.columns,
            ...(channel !== undefined && { channel }),
          },
        }),
        ...clip,
        samplesHash: own,
        // a segment is not the take that the recording's fingerprint tells
        ...(segment === undefined && { fingerprint }),
        warnings: i === 0 ? warnings : [],
      };
    },
  );
}

/** @throws {AffektError} `bad-data` where recordings gave no row at all. */
export function checkNotEmpty({ rows, failed }: CollectedRows<unknown>): void {
  if (rows.length > 0) return;
  const [first] = failed;
  throw new AffektError(
    "bad-data",
    `none of the ${failed.length} recordings could be read${first === undefined ? "" : `; the first: ${first.path}: ${first.reason}`}`,
  );
}
