import type { Augmentation } from "../../augmentation/augmentation.ts";
import { AffektError } from "../../errors.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import type { NetworkSettings } from "../network-settings.ts";

/** The layout of a model's description that this version reads and writes. */
export const FORMAT_VERSION = 2;

/** What a model takes: which features, made how. */
export interface ModelFeatures {
  /** The whole definition. */
  readonly set: FeatureSet;
  /** Of everything that decides on the values; features with another hash do not fit. */
  readonly hash: string;
  /** Names of the values, of a sequence those of a frame, in order. */
  readonly columns: readonly string[];
  /** Of a sequence: the length to which each clip is cropped or padded. */
  readonly clipSeconds?: number;
}

/** What a model learned from, and how. */
export interface ModelTraining {
  readonly corpora: readonly string[];
  readonly speakers: readonly string[];
  readonly clips: number;
  /** The first 8 bytes of each training clip's content hash, in hexadecimal: tells whether a test clip was learned from. */
  readonly clipHashes: readonly string[];
  readonly seed: number;
  /** Epochs run. */
  readonly epochs: number;
  /** The epoch after which the parameters were taken. */
  readonly bestEpoch: number;
  readonly interrupted: boolean;
  /** One value an epoch. */
  readonly history: {
    readonly loss: readonly number[];
    readonly validationScore?: readonly number[];
  };
  /** Speakers held out for early stopping. */
  readonly validationSpeakers?: readonly string[];
  /** How the copies were made that were learned from besides the clips. */
  readonly augmentation?: Augmentation;
  /** The same for trainings with the same data, settings, seed and version. */
  readonly fingerprint?: string;
}

/** What an evaluation of this kind of model, with other recordings held out in each fold, came to. */
export interface ModelEvaluation {
  readonly protocol: string;
  readonly speakerDependent: boolean;
  /** Figures by name, 0…1. */
  readonly scores: Readonly<Record<string, number>>;
}

/** All that a model file says about itself. */
export interface ModelInfo {
  readonly formatVersion: number;
  readonly affektVersion: string;
  /** ISO 8601. */
  readonly created: string;
  readonly model: NetworkSettings;
  /** The classes, in the order of the probabilities. */
  readonly labels: readonly string[];
  readonly features: ModelFeatures;
  readonly training: ModelTraining;
  readonly evaluation?: ModelEvaluation;
}

/**
 * Reads a model's description; `name` is the file's, for messages.
 * Errors: `unreadable` where it is damaged or of another format.
 */
export function parseModelInfo(text: string, name: string): ModelInfo {
  const info = parseJson(text);
  if (!hasVersion(info)) throw damaged(name);
  if (info.formatVersion !== FORMAT_VERSION) {
    const [age, remedy] =
      info.formatVersion > FORMAT_VERSION
        ? ["a newer", "update Affekt"]
        : ["an older", "train the model again"];
    throw new AffektError(
      "unreadable",
      `${name}: written by ${age} Affekt (model format ${info.formatVersion}; this version reads ${FORMAT_VERSION}); ${remedy}`,
    );
  }
  if (!isModelInfo(info)) throw damaged(name);
  return info;
}

function damaged(name: string): AffektError {
  return new AffektError(
    "unreadable",
    `${name}: the model's description inside the file is damaged; train or copy it again`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function hasVersion(value: unknown): value is { formatVersion: number } {
  return isObject(value) && "formatVersion" in value && typeof value.formatVersion === "number";
}

function isModelInfo(value: object): value is ModelInfo {
  return (
    "labels" in value &&
    isStrings(value.labels) &&
    "model" in value &&
    isObject(value.model) &&
    "features" in value &&
    isObject(value.features) &&
    "set" in value.features &&
    isObject(value.features.set) &&
    "columns" in value.features &&
    isStrings(value.features.columns) &&
    "training" in value &&
    isObject(value.training)
  );
}
