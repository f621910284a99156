import type { Prediction, WindowPrediction } from "../prediction.ts";

/** The state of a window. */
export type SoundState = "silence" | "not-speech" | "speech";

/** A stretch of a stream. */
interface Stretch {
  readonly startSeconds: number;
  readonly durationSeconds: number;
}

/** A window in which nobody speaks. */
export interface QuietWindow extends Stretch {
  readonly type: "window";
  readonly state: Exclude<SoundState, "speech">;
  /** The share of its frames that are speech, 0…1. */
  readonly speech: number;
}

/** A window with speech and its emotion. */
export interface SpeechWindow extends WindowPrediction {
  readonly type: "window";
  readonly state: "speech";
  readonly speech: number;
  /** The mean over this window and those before it, of which older ones count less. */
  readonly smoothed: Prediction;
}

/** Somebody has begun to speak. */
export interface UtteranceStart {
  readonly type: "utterance-start";
  readonly startSeconds: number;
}

/** Speech between two pauses and its emotion. */
export interface Utterance extends WindowPrediction {
  readonly type: "utterance";
  /** The mean over this utterance and those before it, of which older ones count less. */
  readonly smoothed: Prediction;
}

/** An event of a streaming predictor. */
export type StreamEvent = QuietWindow | SpeechWindow | UtteranceStart | Utterance;
