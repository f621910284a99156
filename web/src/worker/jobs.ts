import type { AudioData } from "../../../src/audio/audio-data.ts";
import type { Explanation } from "../../../src/explanation/explanation.ts";
import { type JobFunctions, type JobType, single } from "../../../src/parallel/pool.ts";
import type { SpeakerProfile } from "../../../src/models/adaptation/speaker-profile.ts";
import type { StreamEvent } from "../../../src/prediction/streaming/stream-events.ts";
import { analyse, type AnalysisInput, type AnalysisPart, decode } from "./analyse.ts";
import { calibrate, type CalibrationInput } from "./calibrate.ts";
import { explain } from "./explain.ts";
import { adaptTo, type LoadInput, loadModels, type ModelFacts } from "./models.ts";
import { hear, type HearInput } from "./hear.ts";

/** The jobs of the page's worker. */
export interface PageJobs {
  /** Loads the model that ships, or one of the user's own. Items: bytes so far. */
  readonly load: JobType<LoadInput, number, ModelFacts>;
  readonly analyse: JobType<AnalysisInput, AnalysisPart, void>;
  readonly decode: JobType<AnalysisInput, never, AudioData>;
  /** Items: the share that is done, 0…1. */
  readonly explain: JobType<AnalysisInput, number, Explanation>;
  readonly hear: JobType<HearInput, never, readonly StreamEvent[]>;
  readonly calibrate: JobType<CalibrationInput, never, SpeakerProfile>;
  /** Adapts the model to a speaker, or back to everybody. */
  readonly adapt: JobType<SpeakerProfile | undefined, never, void>;
}

/** The code of the jobs. */
export const PAGE_JOBS: JobFunctions<PageJobs> = {
  load: loadModels,
  analyse,
  decode: single(decode),
  explain,
  hear: single(hear),
  calibrate: single(calibrate),
  adapt: single(adaptTo),
};
