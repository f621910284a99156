import { computed, signal } from "@preact/signals";
import { poolWorker } from "../../../src/browser/web-worker.ts";
import type { Pool } from "../../../src/parallel/pool.ts";
import { workerPool } from "../../../src/parallel/worker-pool.ts";
import type { PageJobs } from "../worker/jobs.ts";
import type { ModelFacts } from "../worker/models.ts";

/** Put in by the build: the bytes of ONNX Runtime, encoder and model. */
declare const DOWNLOAD_BYTES: number;

/** The worker that decodes, computes features and predicts: the page's own thread only draws. */
export const engine: Pool<PageJobs> = workerPool<PageJobs>({
  size: 1,
  start: () => {
    // written so that the build finds the script
    const worker = new Worker(new URL("../worker/worker.ts", import.meta.url), {
      type: "module",
      name: "engine",
    });
    // its successor has no model
    worker.addEventListener("error", ({ message }) => {
      modelState.value = { phase: "failed", error: new Error(message) };
    });
    return poolWorker(worker);
  },
  onWarning: (message) => console.warn(message),
});

/** The state of the model. */
export type ModelState =
  | { readonly phase: "loading"; readonly share: number }
  | { readonly phase: "starting" }
  | { readonly phase: "failed"; readonly error: Error }
  | { readonly phase: "ready" };

/** The state of the model. */
export const modelState = signal<ModelState>({ phase: "loading", share: 0 });

/** The model that answers. */
export const model = signal<ModelFacts | undefined>(undefined);

/** Whether the model answers already. */
export const isReady = computed(() => modelState.value.phase === "ready");

let chosen: File | undefined;

/** Loads the chosen model again, after it failed. */
export function loadModelAgain(): Promise<void> {
  return loadModel(chosen);
}

/** Loads the model that ships, or one of the user's own, which stays the old one where it fails. */
export async function loadModel(file?: File): Promise<void> {
  const isFirst = model.value === undefined || modelState.value.phase === "failed";
  modelState.value = isFirst ? { phase: "loading", share: 0 } : { phase: "starting" };
  try {
    model.value = await engine.run(
      "load",
      { file },
      {
        onItem: (received) => {
          const share = Math.min(1, received / DOWNLOAD_BYTES);
          modelState.value = share < 1 ? { phase: "loading", share } : { phase: "starting" };
        },
      },
    );
    chosen = file;
    modelState.value = { phase: "ready" };
  } catch (error) {
    if (!isFirst) {
      modelState.value = { phase: "ready" };
      throw error;
    }
    modelState.value = { phase: "failed", error: asError(error) };
  }
}

/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
