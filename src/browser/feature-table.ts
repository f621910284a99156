import { checkAugmentation } from "../augmentation/augmentation.ts";
import { labelsOfPaths } from "../corpora/identify.ts";
import type { Recording } from "../corpora/recording.ts";
import { extractRecordings, withProgress } from "../datasets/extract-recordings.ts";
import { checkNotEmpty, collectRows, type FeatureTable } from "../datasets/feature-table.ts";
import type { Clip, RecordingInfo } from "../features/extraction/clip.ts";
import type { Extraction } from "../features/extraction/extract.ts";
import type { FeatureSetDefinition } from "../features/sets/definition.ts";
import { featureSet } from "../features/sets/sets.ts";
import { readBytes } from "../bytes.ts";
import { AffektError, type ErrorCode } from "../errors.ts";
import { assertOptionNames, type OptionNames } from "../options/check.ts";
import type { Pool } from "../parallel/pool.ts";
import { decodeAudio } from "./decode-audio.ts";
import type { Jobs } from "./jobs.ts";
import { createPoolOrInline, type PoolOptions } from "./worker-pool.ts";

/** Options of `featureTable`. */
export interface FeatureTableOptions extends Omit<Extraction, "set">, PoolOptions {
  /** The feature set, by its name or its definition; default `classic`. */
  readonly set?: string | FeatureSetDefinition;
  /** An existing pool, in place of a new one with `jobs` web workers. */
  readonly pool?: Pool<Pick<Jobs, "features">> | undefined;
  /** Called with progress. Long recordings count by the share that has been read. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OPTION_NAMES: OptionNames<FeatureTableOptions> = {
  set: true,
  windowing: true,
  channel: true,
  augmentation: true,
  jobs: true,
  startWorker: true,
  wasmPaths: true,
  pool: true,
  onProgress: true,
  signal: true,
};

/** Recordings from picked or dropped files, labelled by their names and folders. */
export function recordingsOf(files: Iterable<File>): Recording[] {
  const all = [...files];
  const paths = all.map((file) => file.webkitRelativePath || file.name);
  const { labels } = labelsOfPaths(paths);
  return all.map((file, i) => {
    const read = (): Promise<Uint8Array> => readBytes(file, { name: paths[i] });
    return { source: "files", path: paths[i]!, ...labels[i], read, content: read };
  });
}

/**
 * The features of recordings or picked files, one row a clip, extracted by web workers. A recording that cannot be read is listed.
 * @throws {AffektError} `invalid-argument` for an unknown set or parameters of an augmentation out of range; `bad-data` where not one
 * recording could be read; `interrupted`.
 */
export async function featureTable(
  sources: Iterable<File> | readonly Recording[],
  options: FeatureTableOptions = {},
): Promise<FeatureTable> {
  assertOptionNames(options, OPTION_NAMES, "featureTable");
  const start = performance.now();
  const { set = "classic", windowing, channel, augmentation, onProgress, signal } = options;
  const extraction: Extraction = { set: featureSet(set), windowing, channel, augmentation };
  if (augmentation !== undefined) checkAugmentation(augmentation);
  const recordings = recordingsIn(sources);
  // a single one does not wait for a worker to start
  const jobs = recordings.length === 1 ? 1 : options.jobs;
  const pool = options.pool ?? (await createPoolOrInline({ ...options, jobs }));
  try {
    const extract = (recording: Recording) => extractOn(pool, recording, { extraction, signal });
    const events = extractRecordings(recordings, extract, {
      concurrency: () => pool.size * 2,
      signal,
    });
    const collected = await collectRows(
      withProgress(events, recordings.length, onProgress),
      (values) => values,
    );
    checkNotEmpty(collected);
    return {
      set: extraction.set,
      ...collected,
      ...(augmentation && { augmentation }),
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    if (pool !== options.pool) await pool.close();
  }
}

function recordingsIn(sources: Iterable<File> | readonly Recording[]): readonly Recording[] {
  const all = [...sources];
  const files = all.filter((source) => source instanceof File);
  return files.length > 0 ? recordingsOf(files) : (all as readonly Recording[]);
}

interface ExtractOptions {
  readonly extraction: Extraction;
  readonly signal: AbortSignal | undefined;
}

/** The clips of a recording, extracted on a pool. What only the page's own thread can decode is decoded here. */
async function* extractOn(
  pool: Pool<Pick<Jobs, "features">>,
  { path: name, read, segments }: Recording,
  { extraction, signal }: ExtractOptions,
): AsyncGenerator<Clip, RecordingInfo, void> {
  const source = await read();
  const input = { ...extraction, name, segments };
  const clips = pool.stream("features", { ...input, source }, { signal });
  const first = await clips.next().catch((error: unknown) => {
    const isUnknown = error instanceof AffektError && DECODED_HERE.includes(error.code);
    if (!isUnknown || typeof OfflineAudioContext === "undefined") throw error;
  });
  if (first === undefined) {
    const decoded = await decodeAudio(source, { name, signal });
    return yield* pool.stream("features", { ...input, source: decoded }, { signal });
  }
  if (first.done === true) return first.value;
  yield first.value;
  return yield* clips;
}

/** The errors of workers for formats that a page may know. */
const DECODED_HERE: readonly ErrorCode[] = ["unsupported", "unreadable"];
