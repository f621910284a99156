import { type FoldJobs, foldJob } from "../evaluation/fold-job.ts";
import { trainJob, type TrainJobs } from "../models/training/train-on-rows.ts";
import { type JobFunctions, single } from "../parallel/pool.ts";
import { webRuntime } from "./web-runtime.ts";

/** The jobs of the browser's pools. */
export type Jobs = FoldJobs & TrainJobs;

/** The code of the jobs. */
export const JOBS: JobFunctions<Jobs> = {
  fold: single((input, { signal }) => foldJob(input, { runtime: webRuntime(), signal })),
  train: (input, { signal }) => trainJob(input, { runtime: webRuntime(), signal }),
};
