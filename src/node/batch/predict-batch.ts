import { merge } from "../../datasets/merge.ts";
import { contentHash } from "../../math/content-hash.ts";
import { throwIfAborted } from "../../parallel/interruption.ts";
import type { Pool } from "../../parallel/pool.ts";
import { WorkerEndedError } from "../../parallel/worker-ended.ts";
import type { BatchResult, BatchSettings } from "../workers/batch-job.ts";
import type { Jobs } from "../workers/jobs.ts";
import { BatchOutput, type BatchSummary } from "./batch-output.ts";
import { BatchStore, type WaitingRecording } from "./batch-store.ts";
import { type ListedRecording, listRecordings, type UnlistedPath } from "./list-recordings.ts";

/** Options of `predictBatch`. */
export interface BatchOptions extends BatchSettings {
  /** Where the parts go. */
  readonly folder: string;
  /** Folders and recordings. */
  readonly sources: readonly string[];
  /** Those of the model. */
  readonly labels: readonly string[];
  readonly pool: Pool<Pick<Jobs, "batch">>;
  /** The most rows of a part; default 50 000. */
  readonly partRows?: number | undefined;
  /** Called with what was done in this run, and what there was to do. */
  readonly onProgress?: (done: BatchProgress, all: BatchProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** An amount of recordings. */
export interface BatchProgress {
  readonly recordings: number;
  readonly bytes: number;
}

/** What a job takes at most, unless a single recording is more. */
const JOB_RECORDINGS = 64;
const JOB_BYTES = 16_000_000;
/** Paths that are saved at once. */
const LISTED_AHEAD = 1000;
/** How often a recording may be in work when a worker ends. */
const ATTEMPTS = 3;

/**
 * Predicts the recordings of folders into Parquet parts. What was done before in the same folder is not done again, new recordings are
 * added, and one that fails is listed. Memory does not grow with the number of recordings; with their lengths only by the rows of those in work.
 * @throws {AffektError} those of `BatchStore`, `listRecordings` and `loadModel`; `interrupted`, after which the folder can be gone on with.
 */
export async function predictBatch(options: BatchOptions): Promise<BatchSummary> {
  const { folder, sources, model, windowing, channel, signal } = options;
  const hash = contentHash(model);
  using store = new BatchStore(folder, { model: hash, windowing, channel: channel ?? null });
  store.forgetMissing();
  await list(sources, store, signal);
  const output = await BatchOutput.open(store, { ...options, hash });
  try {
    await predictWaiting(store, output, options);
    await output.end();
  } catch (error) {
    // the first error is the one to tell, such as that of a full disk
    await output.writeManifest().catch(() => {});
    throw error;
  }
  return output.summary();
}

async function list(
  sources: readonly string[],
  store: BatchStore,
  signal: AbortSignal | undefined,
): Promise<void> {
  let some: (ListedRecording | UnlistedPath)[] = [];
  for await (const one of listRecordings(sources)) {
    if (some.push(one) < LISTED_AHEAD) continue;
    store.add(some);
    some = [];
    throwIfAborted(signal);
  }
  store.add(some);
}

async function predictWaiting(
  store: BatchStore,
  output: BatchOutput,
  options: BatchOptions,
): Promise<void> {
  const { pool, signal, onProgress } = options;
  const all = store.count("waiting");
  const done = { recordings: 0, bytes: 0 };
  function* starts(): Generator<() => AsyncGenerator<Outcome, void, void>> {
    for (const group of groupsOf(store.waiting())) yield () => predictGroup(group, options);
  }
  // each worker finds its next job waiting
  for await (const { recording, result } of merge(starts(), () => pool.size * 2)) {
    throwIfAborted(signal);
    await output.save(recording, result);
    done.recordings++;
    done.bytes += recording.bytes;
    onProgress?.(done, all);
  }
}

function* groupsOf(recordings: Iterable<WaitingRecording>): Generator<WaitingRecording[]> {
  let group: WaitingRecording[] = [];
  let bytes = 0;
  for (const recording of recordings) {
    const isFull = group.length === JOB_RECORDINGS || bytes + recording.bytes > JOB_BYTES;
    if (isFull && group.length > 0) {
      yield group;
      [group, bytes] = [[], 0];
    }
    group.push(recording);
    bytes += recording.bytes;
  }
  if (group.length > 0) yield group;
}

interface Outcome {
  readonly recording: WaitingRecording;
  readonly result: BatchResult;
}

/** Predicts recordings by a job; by another one what a worker that ended has left. */
async function* predictGroup(
  group: readonly WaitingRecording[],
  { pool, model, windowing, channel, signal }: BatchOptions,
): AsyncGenerator<Outcome, void, void> {
  const left = [...group];
  let lost = 0;
  while (left.length > 0) {
    const files = left.map(({ path }) => path);
    try {
      for await (const result of pool.stream(
        "batch",
        { model, windowing, channel, files },
        { signal },
      )) {
        lost = 0;
        yield { recording: left.shift()!, result };
      }
    } catch (error) {
      if (!(error instanceof WorkerEndedError)) throw error;
      // the first of those that are left was in work
      if (++lost < ATTEMPTS) continue;
      lost = 0;
      yield { recording: left.shift()!, result: failed(`${ATTEMPTS} workers ended in it`) };
    }
  }
}

function failed(reason: string): BatchResult {
  const problems = [{ kind: "failed", reason } as const];
  return { state: "failed", durationSeconds: 0, rows: [], problems };
}
