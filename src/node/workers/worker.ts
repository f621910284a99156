import { parentPort, workerData } from "node:worker_threads";
import { shareKernels } from "../../math/kernels.ts";
import { serveJobs } from "../../parallel/serve-jobs.ts";
import { JOBS } from "./jobs.ts";
import { portOf, type ThreadData } from "./thread.ts";

shareKernels((workerData as ThreadData).kernels);
serveJobs(JOBS, portOf(parentPort!));
