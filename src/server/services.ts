import type { PredictionService } from "./prediction-service.ts";
import type { ServedModels } from "./served-models.ts";
import type { ServerMetrics } from "./server-metrics.ts";
import type { ServerSettings } from "./server-options.ts";
import type { SessionThreads } from "./streaming/session-threads.ts";
import type { StreamSession } from "./streaming/stream-session.ts";
import type { Timelines } from "./timelines/timelines.ts";
import type { Uploads } from "./uploads.ts";

/** The services that a server's endpoints use. */
export interface Services {
  readonly settings: ServerSettings;
  readonly models: ServedModels;
  readonly uploads: Uploads;
  readonly predictions: PredictionService;
  readonly timelines: Timelines;
  readonly metrics: ServerMetrics;
  readonly threads: SessionThreads;
  /** The open streaming sessions. */
  readonly sessions: Set<StreamSession>;
  /** Whether the server takes further work. */
  readonly isReady: () => boolean;
}
