import type { ChannelChoice } from "../audio/mix.ts";
import type { Windowing } from "../features/extraction/cutter.ts";
import type { FileEmotionModel } from "../node/load-model.ts";
import type { Jobs } from "../node/workers/jobs.ts";
import type { Pool } from "../parallel/pool.ts";
import type { RecordingPrediction } from "../prediction/prediction.ts";
import { Refusal } from "./refusal.ts";

/** A recording and how it is predicted. */
export interface PredictionRequest {
  readonly model: FileEmotionModel;
  readonly bytes: Uint8Array;
  /** For messages. */
  readonly name: string;
  readonly windowing: Windowing;
  readonly channel: Exclude<ChannelChoice, "each">;
  readonly signal: AbortSignal;
}

/** Options of `PredictionService`. */
export interface PredictionLimits {
  readonly maxSeconds: number;
  /** The most predictions that run or wait. */
  readonly maxWaiting: number;
}

/** Predicts recordings on a pool of workers, so that the server's own thread stays free; refuses more than may wait. */
export class PredictionService {
  readonly #pool: Pool<Pick<Jobs, "features">>;
  readonly #limits: PredictionLimits;
  #waiting = 0;

  constructor(pool: Pool<Pick<Jobs, "features">>, limits: PredictionLimits) {
    this.#pool = pool;
    this.#limits = limits;
  }

  /** The number of predictions that run or wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** @throws {Refusal} 503 where too many wait; {AffektError} as `EmotionModel.predictStream`. */
  async predict(request: PredictionRequest): Promise<RecordingPrediction> {
    const { maxSeconds, maxWaiting } = this.#limits;
    if (this.#waiting >= maxWaiting) {
      throw new Refusal(503, "busy", "too many predictions wait; try again", {
        "retry-after": "1",
      });
    }
    this.#waiting++;
    try {
      const { model, bytes, name, windowing, channel, signal } = request;
      const clips = this.#pool.stream(
        "features",
        { source: bytes, name, set: model.featureSet, windowing, channel, maxSeconds },
        { signal },
      );
      return await model.predictClips(clips, { name });
    } finally {
      this.#waiting--;
    }
  }
}
