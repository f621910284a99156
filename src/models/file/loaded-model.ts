/// <reference lib="esnext.disposable" preserve="true" />
import { AffektError } from "../../errors.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import { featureSet } from "../../features/sets/sets.ts";
import { hashOf } from "../../features/sets/hash.ts";
import { type Matrix, type Rows, rowShape, toMatrix } from "../../math/linear-algebra/matrix.ts";
import { contentHash } from "../../math/content-hash.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { adaptedModel } from "../adaptation/adapt-to-speaker.ts";
import { adaptableModel } from "../adaptation/adaptable-model.ts";
import { checkProfile, profileOf, type SpeakerProfile } from "../adaptation/speaker-profile.ts";
import { estimateStatistics } from "../adaptation/speaker-statistics.ts";
import { checkFinite } from "../check-finite.ts";
import { Predictor } from "../inference/predictor.ts";
import { encodeModel } from "./encode-model.ts";
import { decodeModel } from "./decode-model.ts";
import type { ModelInfo } from "./model-info.ts";
import { infoOf, type TrainedModel } from "./trained-model.ts";

/** A model on a runtime. */
interface Ready {
  readonly runtime: Runtime;
  readonly predictor: Predictor;
}

/** A loaded model, ready to predict. */
export class LoadedModel {
  readonly name: string;
  readonly info: ModelInfo;
  readonly #model: TrainedModel;
  readonly #runtime: Runtime;
  readonly #predictor: Predictor;

  /**
   * Makes the bytes of a model's file ready to predict. `name` is the file's, for messages.
   * @throws {AffektError} as `decodeModel`; `mismatch` for features that this version does not make; `not-found` where the browser's runtime does not load.
   */
  static async load(
    bytes: Uint8Array,
    { name, runtime }: { readonly name: string; readonly runtime: Runtime },
  ): Promise<LoadedModel> {
    return LoadedModel.#create(withCompleteSet(decodeModel(bytes, name), name), name, runtime);
  }

  static async #create(model: TrainedModel, name: string, runtime: Runtime): Promise<LoadedModel> {
    const predictor = await Predictor.create(model, { runtime, owner: name });
    return new LoadedModel(model, { name, runtime, predictor });
  }

  private constructor(
    model: TrainedModel,
    { name, runtime, predictor }: Pick<LoadedModel, "name"> & Ready,
  ) {
    this.name = name;
    this.info = infoOf(model);
    this.#model = model;
    this.#runtime = runtime;
    this.#predictor = predictor;
  }

  /**
   * Estimates the profile of a speaker from rows of raw features, with or without their labels.
   * @throws {AffektError} `mismatch` where the model cannot be adapted; as `predictProba` and `estimateStatistics`.
   */
  estimateSpeaker(rows: Rows, y?: readonly string[]): SpeakerProfile {
    const model = adaptableModel(this.#model, this.name);
    return profileOf(estimateStatistics(model, this.#checked(rows), y), this.#hash);
  }

  /**
   * The model for a speaker. `owner` names the profile in messages.
   * @throws {AffektError} `mismatch` where the model cannot be adapted, or the profile is another model's; `unreadable` for what is no profile.
   */
  adaptTo(profile: SpeakerProfile, owner = "speaker"): Promise<LoadedModel> {
    return LoadedModel.#create(this.#adapted(profile, owner), this.name, this.#runtime);
  }

  /**
   * The bytes of a file of the model for a speaker.
   * @throws {AffektError} as `adaptTo`.
   */
  encodeAdapted(profile: SpeakerProfile, owner = "speaker"): Uint8Array<ArrayBuffer> {
    return encodeModel(this.#adapted(profile, owner));
  }

  #adapted(given: SpeakerProfile, owner: string): TrainedModel {
    const model = adaptableModel(this.#model, this.name);
    const profile = checkProfile(
      given,
      {
        hash: this.#hash,
        columns: model.adaptation.mean.length,
        classes: model.labels.length,
      },
      owner,
    );
    const { adaptation: _, ...rest } = this.#model;
    return { ...rest, ...adaptedModel(model, profile) };
  }

  get #hash(): string {
    return contentHash(this.#model.parameters);
  }

  /** The classes, in the order of the probabilities. */
  get labels(): readonly string[] {
    return this.info.labels;
  }

  /** The mean of each value of a vector or of a frame over the training; `undefined` for a model without a scaler. */
  get featureMeans(): Float32Array | undefined {
    return this.#model.scaler?.mean;
  }

  /**
   * The feature set that the model takes.
   * @throws {AffektError} `mismatch` where it takes plain columns.
   */
  get featureSet(): FeatureSet {
    const { set, columns } = this.#model.features;
    if (set !== undefined) return set;
    throw new AffektError(
      "mismatch",
      `${this.name}: a classifier of ${columns.length} plain columns, which takes no recordings; use it with Classifier.fromBytes, or train a model on recordings with affekt train`,
    );
  }

  /** @throws {AffektError} `mismatch` where features of a set are not those that the model takes. */
  checkFeatures(given: FeatureSet): void {
    const { name } = this.featureSet;
    const { hash } = this.#model.features;
    const found = hashOf(given);
    if (hash === found) return;
    const settings = name === given.name ? " with other settings or of another version" : "";
    throw new AffektError(
      "mismatch",
      `${this.name}: the model takes the features "${name}" (${hash}), got "${given.name}" (${found})${settings}; extract the features that it takes or train a new model`,
    );
  }

  /**
   * Probabilities [rows, classes] of raw features [rows, columns], or of sequences of the frames that the model takes.
   * @throws {AffektError} `mismatch` where the shape of a row differs, `bad-data` for a value that is not finite.
   */
  async predictProba(rows: Rows): Promise<Matrix> {
    return this.#predictor.predictProba(this.#checked(rows));
  }

  #checked(rows: Rows): Matrix {
    const X = toMatrix(rows);
    const { inputShape, features } = this.#model;
    const [taken, found] = [inputShape.join(" × "), rowShape(X).join(" × ")];
    if (found !== taken) {
      const set = features.set === undefined ? "" : ` ("${features.set.name}")`;
      throw new AffektError(
        "mismatch",
        `${this.name}: the model takes ${taken} features${set}, got ${found}`,
      );
    }
    checkFinite(this.name, X);
    return X;
  }

  /** Frees the model's memory. */
  release(): Promise<void> {
    return this.#predictor.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }
}

function withCompleteSet(model: TrainedModel, name: string): TrainedModel {
  const { features } = model;
  if (features.set === undefined) return model;
  return { ...model, features: { ...features, set: completeSet(features.set, name) } };
}

function completeSet(set: FeatureSet, name: string): FeatureSet {
  try {
    return featureSet(set, "its feature set");
  } catch (cause) {
    if (!(cause instanceof AffektError)) throw cause;
    throw new AffektError(
      "mismatch",
      `${name}: this version of Affekt does not make the features that the model takes (${cause.message}); update Affekt or train a new model`,
      { cause },
    );
  }
}
