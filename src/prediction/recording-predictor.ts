import { type ClipState, stateReason } from "../audio/level.ts";
import { problemOf } from "../corpora/problem.ts";
import { AffektError } from "../errors.ts";
import type { Clip, RecordingSummary } from "../features/extraction/clip.ts";
import {
  combineWindows,
  type Prediction,
  type RecordingPrediction,
  type WindowPrediction,
} from "./prediction.ts";

/** A model that predicts clips. */
export interface ClipModel {
  readonly labels: readonly string[];
  /** The largest probability from which on a prediction is sure. */
  readonly threshold?: number | undefined;
  /** Whether a clip holds speech, where the model can tell. */
  isSpeech?(clip: Clip): boolean;
  predictClip(clip: Clip, options: { readonly name: string }): Promise<Prediction>;
}

/** Predicts the clips of one recording as they come, and the recording from them. Clips that are silent, too short or no speech are left out. */
export class RecordingPredictor {
  readonly #model: ClipModel;
  readonly #name: string;
  readonly #windows: WindowPrediction[] = [];
  readonly #unfit: UnfitClip[] = [];

  /** `name` is the recording's, for messages. */
  constructor(model: ClipModel, name: string) {
    this.#model = model;
    this.#name = name;
  }

  /** Predicts the next clip. */
  async add(clip: Clip): Promise<void> {
    const { startSeconds, durationSeconds, state } = clip;
    if (state !== "ok" || this.#model.isSpeech?.(clip) === false) {
      this.#unfit.push({ state: state === "ok" ? "no-speech" : state, durationSeconds });
      return;
    }
    const prediction = await this.#model.predictClip(clip, { name: this.#name });
    this.#windows.push({ startSeconds, durationSeconds, ...prediction });
  }

  /**
   * The prediction for the whole recording, with that of each clip by time.
   * @throws {AffektError} `too-short`, `silent` or `no-speech` where no clip could be predicted.
   */
  end({ durationSeconds, warnings }: RecordingSummary): RecordingPrediction {
    const unfit = this.#unfit.length;
    const all = unfit + this.#windows.length;
    const first: UnfitClip = this.#unfit[0] ?? { state: "too-short", durationSeconds };
    const reason = (): AffektError => unfitError(first, this.#name, warnings);
    if (this.#windows.length === 0) throw reason();
    const windows = this.#windows.toSorted((a, b) => a.startSeconds - b.startSeconds);
    return {
      ...combineWindows(windows, this.#model.labels, this.#model.threshold),
      durationSeconds,
      windows,
      warnings: [
        ...warnings,
        ...(unfit === 0
          ? []
          : [
              `${unfit} of ${all} clips are left out, the first: ${problemOf(this.#name, reason()).reason}`,
            ]),
      ],
    };
  }
}

/** A clip that cannot be predicted. */
interface UnfitClip {
  readonly state: ClipState | "no-speech";
  readonly durationSeconds: number;
}

/** The error for a clip that cannot be predicted; `warnings` are its recording's, which may say why it is silent. */
export function unfitError(
  { state, durationSeconds }: UnfitClip,
  name: string,
  warnings: readonly string[] = [],
): AffektError {
  if (state === "no-speech") {
    return new AffektError(
      "no-speech",
      `${name}: no speech is heard in it, rather noise or music; the model tells emotions of voices only`,
    );
  }
  return state === "silent"
    ? new AffektError("silent", `${name}: ${stateReason("silent", warnings)}`)
    : new AffektError(
        "too-short",
        `${name}: too short to tell an emotion (${durationSeconds.toFixed(3)} s of audio; at least 0.1 s are needed)`,
      );
}
