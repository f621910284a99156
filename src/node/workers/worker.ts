import { parentPort, workerData } from "node:worker_threads";
import { shareKernels } from "../../math/kernels.ts";
import { serveJobs } from "../../parallel/serve-jobs.ts";
import { JOBS } from "./jobs.ts";
import { portOf } from "./thread.ts";
import type { ThreadData } from "./thread-pool.ts";

shareKernels((workerData as ThreadData).kernels);
serveJobs(JOBS, portOf(parentPort!));
