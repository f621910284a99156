import type { ChannelChoice } from "../audio/mix.ts";
import type { Windowing } from "../features/extraction/cutter.ts";
import type { Jobs } from "../node/workers/jobs.ts";
import type { ModelFile } from "../node/workers/thread-models.ts";
import type { Pool } from "../parallel/pool.ts";
import type { RecordingPrediction } from "../prediction/prediction.ts";
import { Refusal } from "./refusal.ts";

/** A recording and how it is predicted. */
export interface PredictionRequest {
  readonly model: ModelFile;
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
  readonly #pool: Pool<Pick<Jobs, "predict">>;
  readonly #limits: PredictionLimits;
  #waiting = 0;

  constructor(pool: Pool<Pick<Jobs, "predict">>, limits: PredictionLimits) {
    this.#pool = pool;
    this.#limits = limits;
  }

  /** The number of predictions that run or wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** @throws {Refusal} 503 where too many wait; {AffektError} as `predictJob`. */
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
      const input = { model, source: bytes, name, windowing, channel, maxSeconds };
      return await this.#pool.run("predict", input, { signal });
    } finally {
      this.#waiting--;
    }
  }
}
