import { hostname } from "node:os";
import { pid } from "node:process";
import { threadId } from "node:worker_threads";
import type { AudioInspection } from "../../corpora/check/inspection.ts";
import type { FoldJobs } from "../../evaluation/fold-job.ts";
import type { Clip, RecordingInfo } from "../../features/extraction/clip.ts";
import type { TrialJobs } from "../../model-selection/trial-job.ts";
import type { TrainJobs } from "../../models/training/train-on-rows.ts";
import { type JobFunctions, type JobType, single } from "../../parallel/pool.ts";
import type { RecordingPrediction } from "../../prediction/prediction.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import type { BatchInput, BatchResult } from "./batch-job.ts";
import type { FeaturesInput } from "./features-job.ts";
import type { InspectInput } from "./inspect-job.ts";
import type { PredictInput } from "./predict-job.ts";
import type { TimelineInput } from "./timeline-job.ts";

/** The jobs of Node's pools. */
export interface Jobs extends FoldJobs, TrainJobs, TrialJobs {
  readonly features: JobType<FeaturesInput, Clip, RecordingInfo>;
  readonly inspect: JobType<InspectInput, never, AudioInspection>;
  readonly predict: JobType<PredictInput, never, RecordingPrediction>;
  readonly batch: JobType<BatchInput, BatchResult, void>;
  readonly timeline: JobType<TimelineInput, number, Timeline>;
}

/** The code of the jobs. A thread loads only that of the jobs that it runs. */
export const JOBS: JobFunctions<Jobs> = {
  inspect: single(async (input) => {
    const { inspectJob } = await import("./inspect-job.ts");
    return inspectJob(input);
  }),
  async *features(input, context) {
    const { featuresJob } = await import("./features-job.ts");
    return yield* featuresJob(input, context);
  },
  predict: single(async (input, context) => {
    const { predictJob } = await import("./predict-job.ts");
    return predictJob(input, context);
  }),
  async *batch(input, context) {
    const { batchJob } = await import("./batch-job.ts");
    return yield* batchJob(input, context);
  },
  async *timeline(input, context) {
    const { timelineJob } = await import("./timeline-job.ts");
    return yield* timelineJob(input, context);
  },
  fold: single(async (input, { onWarning, signal }) => {
    const [{ foldJob }, { nodeRuntime }] = await Promise.all([
      import("../../evaluation/fold-job.ts"),
      import("../native-runtime.ts"),
    ]);
    return foldJob(input, { runtime: await nodeRuntime({ onWarning }), signal });
  }),
  async *trial(input, { onWarning, signal }) {
    const [{ trialJob }, { nodeRuntime }] = await Promise.all([
      import("../../model-selection/trial-job.ts"),
      import("../native-runtime.ts"),
    ]);
    const worker = `${hostname()}-${pid}/${threadId}`;
    return yield* trialJob(input, { runtime: await nodeRuntime({ onWarning }), signal, worker });
  },
  async *train(input, { onWarning, signal }) {
    const [{ trainJob }, { nodeRuntime }] = await Promise.all([
      import("../../models/training/train-on-rows.ts"),
      import("../native-runtime.ts"),
    ]);
    return yield* trainJob(input, { runtime: await nodeRuntime({ onWarning }), signal });
  },
};
