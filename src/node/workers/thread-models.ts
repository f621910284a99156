import type { JobContext } from "../../parallel/pool.ts";
import { contentHash } from "../../math/content-hash.ts";
import { type FileEmotionModel, loadModel } from "../load-model.ts";
import { nodeRuntime } from "../native-runtime.ts";

/** A model's file as jobs take it. */
export interface ModelFile {
  readonly hash: string;
  /** In memory that threads share. */
  readonly bytes: Uint8Array;
}

/** A model's file in memory that threads share, so that it is not copied for each job. */
export function modelFileOf(bytes: Uint8Array): ModelFile {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return { hash: contentHash(bytes), bytes: shared };
}

/** The most models that a thread keeps loaded. */
const MOST_KEPT = 8;

const kept = new Map<string, FileEmotionModel>();

/**
 * The model of a file, which the thread keeps for its next jobs. It belongs to the one job that the thread has.
 * @throws those of `loadModel`.
 */
export async function threadModel(
  { hash, bytes }: ModelFile,
  { onWarning }: Pick<JobContext, "onWarning">,
): Promise<FileEmotionModel> {
  const known = kept.get(hash);
  const model = known ?? (await loadModel(bytes, { runtime: () => nodeRuntime({ onWarning }) }));
  kept.delete(hash);
  kept.set(hash, model);
  const [oldest] = kept;
  if (kept.size > MOST_KEPT && oldest !== undefined) {
    kept.delete(oldest[0]);
    await oldest[1].release();
  }
  return model;
}
