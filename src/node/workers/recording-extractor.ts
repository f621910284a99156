import type { Recording } from "../../corpora/recording.ts";
import type { ExtractRecording } from "../../datasets/extract-recordings.ts";
import type { Clip, RecordingInfo } from "../../features/extraction/clip.ts";
import { ContentHash, contentHash } from "../../math/content-hash.ts";
import { atMost } from "../../parallel/at-most.ts";
import { throwIfAborted } from "../../parallel/interruption.ts";
import type { Pool } from "../../parallel/pool.ts";
import { ATTEMPTS, WorkerEndedError } from "../../parallel/worker-ended.ts";
import type { FeatureCache } from "../cache/feature-cache.ts";
import { passingBytes } from "../sources/byte-source.ts";
import { featuresJob, type FeaturesInput, type FileExtraction } from "./features-job.ts";
import type { Jobs } from "./jobs.ts";

/** Options of `recordingExtractor`. */
export interface RecordingExtractorOptions {
  readonly pool: Pool<Pick<Jobs, "features">>;
  /** Without one, files are not read to be told from others. */
  readonly cache?: FeatureCache | undefined;
  /** There is only one recording, for which no worker needs to take memory of its own. */
  readonly isSingle: boolean;
  readonly signal?: AbortSignal | undefined;
}

type Clips = AsyncGenerator<Clip, RecordingInfo, void>;

/**
 * Extracts the clips of recordings: from the cache where they are in it, else on the pool. Files are read by the workers, unless the
 * cache has to know their bytes. Large recordings that are no files, and single ones, are read on the calling thread in pieces.
 */
export function recordingExtractor(
  extraction: FileExtraction,
  { pool, cache, isSingle, signal }: RecordingExtractorOptions,
): ExtractRecording {
  const oneByOne = atMost(1);

  /** Extracts on the pool; on other machines again, where a worker ends before it has given a clip. */
  async function* onPool(input: FeaturesInput): Clips {
    for (let attempt = pool.isRemote === true ? 1 : ATTEMPTS; ; attempt++) {
      const clips = pool.stream("features", input, { signal });
      let hasGiven = false;
      try {
        for (;;) {
          const { done, value } = await clips.next();
          if (done === true) return value;
          hasGiven = true;
          yield value;
        }
      } catch (error) {
        const isLost = error instanceof WorkerEndedError && !hasGiven;
        if (!isLost || attempt === ATTEMPTS) throw error;
      } finally {
        await clips.return(undefined as never);
      }
    }
  }

  async function* make(recording: Recording, held?: Uint8Array): Clips {
    const { path: name, file, content, segments } = recording;
    const inputOf = (source: FeaturesInput["source"]): FeaturesInput => ({
      ...extraction,
      source,
      name,
      segments,
    });
    if (held !== undefined) return yield* onPool(inputOf(held));
    if (file !== undefined && !isSingle && pool.isRemote !== true) {
      return yield* onPool(inputOf(file));
    }
    const bytes = await content(signal);
    if (bytes instanceof Uint8Array) {
      return yield* onPool(inputOf(bytes));
    }
    // one after the other, since each holds some minutes of samples
    const release = await turnOf(oneByOne);
    try {
      return yield* featuresJob(inputOf(file ?? bytes), { signal });
    } finally {
      release();
    }
  }

  async function* recall(recording: Recording, store: FeatureCache): Clips {
    const stamp = recording.stamp?.();
    const known = stamp && store.hashOf(stamp);
    const recalled = known === undefined ? undefined : store.get(known, recording.segments);
    if (recalled !== undefined) {
      yield* recalled.clips;
      return recalled.info;
    }
    const bytes = await recording.content(signal);
    const held = bytes instanceof Uint8Array ? bytes : undefined;
    const { file } = recording;
    const pieces = held ?? (file === undefined ? bytes : passingBytes(file, recording.path));
    const hash = await hashOf(pieces, signal);
    const found = hash === known ? undefined : store.get(hash, recording.segments);
    if (found !== undefined) yield* found.clips;
    const info =
      found?.info ?? (yield* store.keep(hash, recording.segments, make(recording, held)));
    if (stamp !== undefined) store.remember(stamp, hash);
    return info;
  }

  async function* given({ clip, info }: NonNullable<Recording["extracted"]>): Clips {
    yield clip;
    return info;
  }

  return (recording) => {
    if (recording.extracted !== undefined) return given(recording.extracted);
    return cache === undefined || recording.once ? make(recording) : recall(recording, cache);
  };
}

/** Waits for a turn; returns the function that ends it. */
function turnOf(turns: ReturnType<typeof atMost>): Promise<() => void> {
  return new Promise((resolve) => {
    void turns(() => new Promise<void>((release) => resolve(release)));
  });
}

async function hashOf(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (bytes instanceof Uint8Array) return contentHash(bytes);
  const hash = new ContentHash();
  for await (const piece of bytes) {
    throwIfAborted(signal);
    hash.update(piece);
  }
  return hash.digest();
}
