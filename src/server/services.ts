import type { Jobs } from "../node/workers/jobs.ts";
import type { Pool } from "../parallel/pool.ts";
import type { PredictionService } from "./prediction-service.ts";
import type { ServedModels } from "./served-models.ts";
import type { ServerMetrics } from "./server-metrics.ts";
import type { ServerSettings } from "./server-options.ts";
import type { TimelineJobs } from "./timeline-jobs.ts";

/** The services that a server's endpoints use. */
export interface Services {
  readonly settings: ServerSettings;
  readonly models: ServedModels;
  readonly predictions: PredictionService;
  readonly timelines: TimelineJobs;
  readonly metrics: ServerMetrics;
  readonly pool: Pool<Pick<Jobs, "features">>;
  /** The streaming sessions, by what ends them. */
  readonly sessions: Set<AbortController>;
  /** Whether the server takes further work. */
  readonly isReady: () => boolean;
}
