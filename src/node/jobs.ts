import { foldJob, type FoldInput } from "../evaluation/fold-job.ts";
import { trainJob, type TrainInput } from "../models/train.ts";
import { features, type FeaturesInput } from "./features-job.ts";
import { inspect, type InspectInput } from "./inspect-job.ts";
import { nodeRuntime } from "./native-runtime.ts";

/** What a job has besides its input. */
export interface JobContext {
  readonly onProgress: (message: unknown) => void;
  /** Aborted where nobody waits for the result any more. */
  readonly signal: AbortSignal;
}

/** What a pool's workers can do, by name; modules that a job does not need are loaded with the others, all of them small. */
export const JOBS = {
  inspect: (input: InspectInput) => inspect(input),
  features: (input: FeaturesInput, { onProgress, signal }: JobContext) =>
    features(input, { onShare: onProgress, signal }),
  fold: async (input: FoldInput, { signal }: JobContext) =>
    foldJob(input, { runtime: await nodeRuntime(), signal }),
  train: async (input: TrainInput, { onProgress, signal }: JobContext) =>
    trainJob(input, { runtime: await nodeRuntime(), onProgress, signal }),
};
