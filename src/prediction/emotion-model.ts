import { decodeAudio } from "../audio/decode.ts";
import { AffektError } from "../errors.ts";
import { type ClipFeatures, extractFeatures } from "../features/extraction/extract.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import { featureSet } from "../features/sets/sets.ts";
import { stackClips } from "../features/extraction/stack-clips.ts";
import type { LoadedModel } from "../models/file/loaded-model.ts";
import type { ModelInfo } from "../models/file/model-info.ts";

/** What a model says of a recording. */
export interface Prediction {
  /** The most probable emotion. */
  readonly emotion: string;
  /** Each emotion with its probability, the most probable first. */
  readonly probabilities: readonly EmotionProbability[];
  readonly durationSeconds: number;
  /** What was wrong with the recording without making it unusable. */
  readonly warnings: readonly string[];
}

/** An emotion and how probable it is, 0…1. */
export interface EmotionProbability {
  readonly emotion: string;
  readonly probability: number;
}

/** A trained model together with the features that it takes: recordings in, emotions out. */
export class EmotionModel {
  readonly #model: LoadedModel;
  readonly #set: FeatureSet;

  /** Errors: `mismatch` where the model takes features that this version of Affekt does not make. */
  constructor(model: LoadedModel) {
    this.#model = model;
    this.#set = knownSet(model);
    model.checkFeatures(this.#set);
  }

  /** What the model was trained on and how. */
  get info(): ModelInfo {
    return this.#model.info;
  }

  /** The emotions that it tells apart. */
  get labels(): readonly string[] {
    return this.#model.labels;
  }

  /** The feature set that it takes. */
  get featureSet(): FeatureSet {
    return this.#set;
  }

  /** Errors: `mismatch` where the features of a set are not those that the model takes. */
  get checkFeatures(): LoadedModel["checkFeatures"] {
    return (set) => this.#model.checkFeatures(set);
  }

  /** Probabilities [rows, labels] of feature vectors [rows, columns] of its feature set. */
  get predictProbabilities(): LoadedModel["predictProbabilities"] {
    return (X) => this.#model.predictProbabilities(X);
  }

  /**
   * Predicts one recording from the bytes of its file, of any format that `decodeAudio` reads.
   * Errors: those of `decodeAudio`, `too-short`, `silent`; `name` is for their messages.
   */
  async predictAudio(bytes: Uint8Array, name = "recording"): Promise<Prediction> {
    const audio = await decodeAudio(bytes, name);
    return this.predictFeatures(extractFeatures(audio, this.#set, name), name);
  }

  /** Predicts one clip from mono samples in [-1, 1] at a sample rate in Hz. Errors: `too-short`, `silent`. */
  async predictSamples(
    samples: Float32Array,
    sampleRate: number,
    name = "recording",
  ): Promise<Prediction> {
    const audio = { channels: [samples], sampleRate, format: "samples", warnings: [] };
    return this.predictFeatures(extractFeatures(audio, this.#set, name), name);
  }

  /** Predicts one clip from its features, which are those of `featureSet`. Errors: `too-short`, `silent`. */
  async predictFeatures(
    { values, state, durationSeconds, warnings }: ClipFeatures,
    name = "recording",
  ): Promise<Prediction> {
    if (state === "too-short") {
      const seconds = durationSeconds.toFixed(3);
      throw new AffektError(
        "too-short",
        `${name}: too short to tell an emotion (${seconds} s of audio; at least 0.1 s are needed)`,
      );
    }
    if (state === "silent") {
      throw new AffektError("silent", `${name}: silent (its peak is under -70 dBFS)`);
    }
    const clip = stackClips([values], this.#set, this.info.features.clipSeconds);
    const { data } = await this.#model.predictProbabilities(clip);
    const probabilities = this.labels
      .map((emotion, i) => ({ emotion, probability: data[i]! }))
      .sort((a, b) => b.probability - a.probability);
    return { emotion: probabilities[0]!.emotion, probabilities, durationSeconds, warnings };
  }

  /** Frees the model's memory. */
  release(): Promise<void> {
    return this.#model.release();
  }
}

function knownSet({ name, info }: LoadedModel): FeatureSet {
  try {
    return featureSet(info.features.set, "its feature set");
  } catch (cause) {
    if (!(cause instanceof AffektError)) throw cause;
    throw new AffektError(
      "mismatch",
      `${name}: this version of Affekt does not make the features that the model takes (${cause.message})`,
      { cause },
    );
  }
}
