import { type FoldJobs, foldJob } from "../evaluation/fold-job.ts";
import type { Clip, RecordingInfo } from "../features/extraction/clip.ts";
import { trialJob, type TrialJobs } from "../model-selection/trial-job.ts";
import { trainJob, type TrainJobs } from "../models/training/train-on-rows.ts";
import { type JobFunctions, type JobType, single } from "../parallel/pool.ts";
import { featuresJob, type FeaturesInput } from "./features-job.ts";
import { webRuntime } from "./web-runtime.ts";

/** The jobs of the browser's pools. */
export interface Jobs extends FoldJobs, TrainJobs, TrialJobs {
  readonly features: JobType<FeaturesInput, Clip, RecordingInfo>;
}

/** The code of the jobs. */
export const JOBS: JobFunctions<Jobs> = {
  features: featuresJob,
  fold: single((input, { signal }) => foldJob(input, { runtime: webRuntime(), signal })),
  trial: (input, { signal }) => trialJob(input, { runtime: webRuntime(), signal }),
  train: (input, { signal }) => trainJob(input, { runtime: webRuntime(), signal }),
};
