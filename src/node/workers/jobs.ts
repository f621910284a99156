import type { AudioInspection } from "../../corpora/check/inspection.ts";
import { type FoldJobs, foldJob } from "../../evaluation/fold-job.ts";
import type { Clip, RecordingInfo } from "../../features/extraction/clip.ts";
import { trialJob, type TrialJobs } from "../../model-selection/trial-job.ts";
import { trainJob, type TrainJobs } from "../../models/training/train-on-rows.ts";
import { type JobFunctions, type JobType, single } from "../../parallel/pool.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import { nodeRuntime } from "../native-runtime.ts";
import { featuresJob, type FeaturesInput } from "./features-job.ts";
import { inspectJob, type InspectInput } from "./inspect-job.ts";
import { timelineJob, type TimelineInput } from "./timeline-job.ts";

/** The jobs of Node's pools. */
export interface Jobs extends FoldJobs, TrainJobs, TrialJobs {
  readonly features: JobType<FeaturesInput, Clip, RecordingInfo>;
  readonly inspect: JobType<InspectInput, never, AudioInspection>;
  readonly timeline: JobType<TimelineInput, number, Timeline>;
}

/** The code of the jobs. */
export const JOBS: JobFunctions<Jobs> = {
  inspect: single(inspectJob),
  features: featuresJob,
  timeline: timelineJob,
  fold: single(async (input, { onWarning, signal }) =>
    foldJob(input, { runtime: await nodeRuntime({ onWarning }), signal }),
  ),
  async *trial(input, { onWarning, signal }) {
    return yield* trialJob(input, { runtime: await nodeRuntime({ onWarning }), signal });
  },
  async *train(input, { onWarning, signal }) {
    return yield* trainJob(input, { runtime: await nodeRuntime({ onWarning }), signal });
  },
};
