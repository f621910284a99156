import { foldJob, type FoldInput } from "../../evaluation/fold-job.ts";
import { trainJob, type TrainInput } from "../../models/train.ts";
import { features, type FeaturesInput } from "./features-job.ts";
import { inspect, type InspectInput } from "./inspect-job.ts";
import { nodeRuntime } from "../native-runtime.ts";

/** What a job has besides its input. */
export interface JobContext {
  readonly onProgress: (message: unknown) => void;
  /** What is to be said once, however many workers come upon it. */
  readonly onWarning: (message: string) => void;
  /** Aborted where nobody waits for the result any more. */
  readonly signal: AbortSignal;
}

/** What a pool's workers can do, by name; modules that a job does not need are loaded with the others, all of them small. */
export const JOBS = {
  inspect: (input: InspectInput) => inspect(input),
  features: (input: FeaturesInput, context: JobContext) => features(input, context),
  fold: async (input: FoldInput, { onWarning, signal }: JobContext) =>
    foldJob(input, { runtime: await nodeRuntime(onWarning), signal }),
  train: async (input: TrainInput, { onProgress, onWarning, signal }: JobContext) =>
    trainJob(input, { runtime: await nodeRuntime(onWarning), onProgress, signal }),
};
