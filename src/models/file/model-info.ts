import * as v from "valibot";
import { type Augmentation, checkAugmentation } from "../../augmentation/augmentation.ts";
import { AffektError } from "../../errors.ts";
import { complete } from "../../options/check.ts";
import {
  described,
  flag,
  group,
  integer,
  list,
  number,
  optional,
  record,
  text,
  withDefault,
} from "../../options/schema.ts";
import { formatShape, sizeOf } from "../../network/shape.ts";
import type { Calibration } from "../inference/calibration.ts";
import { LABELS } from "../labels.ts";
import { completeSpec, type ModelSpec } from "../model-spec.ts";
import {
  type ModelFeatures,
  type PlainFeatures,
  rowShapeOf,
  type SetFeatures,
} from "./model-features.ts";

/** The version of the description in a model's file that this version of Affekt reads and writes. */
export const FORMAT_VERSION = 2;

/** The data and history of a model's training. */
export interface ModelTraining {
  /** By corpus, and by source for recordings of none. */
  readonly sources: readonly TrainingSource[];
  readonly speakers: readonly string[];
  /** The number of training clips. */
  readonly clips: number;
  /** The first 8 bytes of each training clip's content hash, in hexadecimal. They tell whether a test clip was learned from. */
  readonly clipHashes: readonly string[];
  readonly seed: number;
  /** The number of epochs. */
  readonly epochs: number;
  /** The epoch after which the parameters were taken. */
  readonly bestEpoch: number;
  /** Whether the training was interrupted. */
  readonly interrupted: boolean;
  readonly history: ModelHistory;
  /** Speakers held out for early stopping. */
  readonly validationSpeakers?: readonly string[] | undefined;
  /** The augmented copies that were learned from besides the clips. */
  readonly augmentation?: Augmentation | undefined;
  /** The same for trainings with the same data, settings, seed and version. */
  readonly fingerprint?: string | undefined;
}

/** The share of a corpus, or of a source without a corpus, in the training data. */
export interface TrainingSource {
  readonly name: string;
  readonly clips: number;
  /** The number of speakers that are known. */
  readonly speakers: number;
}

/** The history of a training, one value per epoch. */
export interface ModelHistory {
  readonly loss: readonly number[];
  readonly validationScore?: readonly number[] | undefined;
}

/** The scores of an evaluation of this kind of model, with other recordings held out in each fold. */
export interface ModelEvaluation {
  readonly protocol: string;
  readonly speakerDependent: boolean;
  /** Scores by name, 0…1. */
  readonly scores: Readonly<Record<string, number>>;
}

/** The description of a model in its file. */
export interface ModelInfo {
  readonly formatVersion: number;
  readonly affektVersion: string;
  /** ISO 8601. */
  readonly created: string;
  readonly model: ModelSpec;
  /** The classes, in the order of the probabilities. */
  readonly labels: readonly string[];
  readonly features: ModelFeatures;
  readonly training: ModelTraining;
  readonly calibration?: Calibration | undefined;
  readonly evaluation?: ModelEvaluation | undefined;
}

const name = (what: string) => text({ maxLength: 10_000, text: what });

/** Text of sixteen hexadecimal digits. */
const HASH = described(
  v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  { text: "hash" },
  "16 hexadecimal digits",
);

const DATE = described<string>(
  v.custom<string>(isDate),
  { text: "date" },
  "a date such as 2026-01-02T03:04:05Z",
);

function isDate(value: unknown): boolean {
  return (
    typeof value === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

/** The parts of a feature set that are read without its descriptors. The whole is checked before features are extracted. */
const SET = v.looseObject({
  name: text({ maxLength: 1000, text: "name" }),
  sampleRate: number({ above: 0, text: "sample rate" }),
  framing: v.looseObject({ hopLength: integer({ min: 1, text: "samples between frames" }) }),
  descriptors: list(v.unknown(), { maxLength: 1000, text: "descriptors" }),
});

const AUGMENTATION = described<Augmentation>(
  v.custom<Augmentation>(isAugmentation),
  { text: "augmentation" },
  "an augmentation",
);

function isAugmentation(value: unknown): boolean {
  try {
    checkAugmentation(value as Augmentation);
    return typeof value === "object";
  } catch {
    return false;
  }
}

const count = (what: string) => integer({ min: 0, max: 2 ** 31, text: what });

const FEATURES = group({
  set: v.optional(SET),
  hash: optional(HASH),
  columns: list(name("column"), { minLength: 1, maxLength: 2 ** 20, text: "columns" }),
  clipSeconds: optional(number({ above: 0, max: 3600, text: "length of clips" })),
  frames: optional(integer({ min: 1, max: 2 ** 20, text: "frames" })),
});

const INFO = group({
  formatVersion: integer({ min: FORMAT_VERSION, max: FORMAT_VERSION, text: "version" }),
  affektVersion: name("version of Affekt"),
  created: DATE,
  model: v.looseObject({}),
  labels: LABELS,
  features: FEATURES,
  training: group({
    sources: list(
      group({ name: name("source"), clips: count("clips"), speakers: count("speakers") }),
      { text: "sources" },
    ),
    speakers: list(name("speaker"), { text: "speakers" }),
    clips: count("clips"),
    clipHashes: list(HASH, { text: "hashes of clips" }),
    seed: integer({ text: "seed" }),
    epochs: count("epochs"),
    bestEpoch: count("best epoch"),
    interrupted: flag({ text: "interrupted" }),
    history: group({
      loss: list(number({ text: "loss" }), { text: "losses" }),
      validationScore: optional(list(number({ text: "score" }), { text: "scores" })),
    }),
    validationSpeakers: optional(list(name("speaker"), { text: "speakers held out" })),
    augmentation: optional(AUGMENTATION),
    fingerprint: optional(name("fingerprint")),
  }),
  calibration: v.optional(
    group({
      temperature: number({ above: 0, max: 1000, text: "temperature" }),
      // models of older versions have none
      distance: withDefault(number({ min: 0, max: 10, text: "power of the distance" }), 0),
      smoothing: number({ min: 0, max: 1, text: "smoothing" }),
      threshold: number({ min: 0, max: 1, text: "threshold" }),
      coverage: number({ min: 0, max: 1, text: "coverage" }),
      sets: optional(
        list(
          group({
            coverage: number({ min: 0, max: 1, text: "coverage" }),
            threshold: number({ min: 0, max: 1, text: "threshold" }),
          }),
          { maxLength: 100, text: "thresholds of prediction sets" },
        ),
      ),
    }),
  ),
  evaluation: v.optional(
    group({
      protocol: name("protocol"),
      speakerDependent: flag({ text: "whether speakers are on both sides" }),
      scores: record(number({ min: 0, max: 1, text: "score" }), { text: "scores" }),
    }),
  ),
});

/**
 * Checks the description of a model.
 * @throws {AffektError} `invalid-argument` naming the first part that is not as it must be.
 */
export function checkModelInfo(info: unknown): ModelInfo {
  const checked = complete(INFO, info, "description");
  const { features, training } = checked;
  const { epochs, bestEpoch, history, clips, clipHashes } = training;
  assertFeatures(features as ModelFeatures);
  assertPart(clips === clipHashes.length, "training.clips must be the number of clipHashes");
  assertPart(
    epochs >= 1 && history.loss.length === epochs && bestEpoch >= 1 && bestEpoch <= epochs,
    "training.history must have a loss for each epoch, and bestEpoch be one of them",
  );
  const { validationScore } = history;
  assertPart(
    validationScore === undefined || validationScore.length <= epochs,
    "training.history must have at most one validationScore for each epoch",
  );
  return {
    ...checked,
    model: completeSpec(checked.model as unknown as ModelSpec),
    features: features as ModelFeatures,
  };
}

/**
 * Checks the features of a model before it is trained, so that no file refuses them afterwards.
 * @throws {AffektError} `invalid-argument` for features that a file cannot describe.
 */
export function checkModelFeatures(features: ModelFeatures): void {
  assertFeatures(complete(FEATURES, features, "features") as ModelFeatures);
}

/** The most values in a row of features: a sequence of ten minutes with some hundred values a frame has as many. */
const MAX_ROW = 2 ** 24;

function assertFeatures(features: ModelFeatures): void {
  const { set, hash, clipSeconds, frames } = features as Partial<SetFeatures & PlainFeatures>;
  assertPart(
    (set === undefined) === (hash === undefined) &&
      (set === undefined ? clipSeconds : frames) === undefined,
    "features must be those of a set with its hash, or plain columns",
  );
  const shape = rowShapeOf(features);
  assertPart(
    sizeOf(shape) <= MAX_ROW,
    `features must have at most ${MAX_ROW} values a row, got ${formatShape(shape)}; take shorter clips`,
  );
}

function assertPart(isRight: boolean, message: string): void {
  if (!isRight) throw new AffektError("invalid-argument", `description: ${message}`);
}

/**
 * Reads the description of a model from its text. `name` is the file's, for messages.
 * @throws {AffektError} `unreadable` where it is damaged or of another version.
 */
export function parseModelInfo(text: string, name: string): ModelInfo {
  const info = parseJson(text);
  checkVersion(info, name);
  try {
    return checkModelInfo(info);
  } catch (cause) {
    throw damaged(name, cause);
  }
}

function checkVersion(info: unknown, name: string): void {
  const version =
    typeof info === "object" && info !== null && Object.hasOwn(info, "formatVersion")
      ? (info as Readonly<Record<string, unknown>>)["formatVersion"]
      : undefined;
  if (typeof version !== "number") throw damaged(name);
  if (version === FORMAT_VERSION) return;
  const [age, remedy] =
    version > FORMAT_VERSION ? ["a newer", "update Affekt"] : ["an older", "train the model again"];
  throw new AffektError(
    "unreadable",
    `${name}: written by ${age} Affekt (model format ${version}; this version reads ${FORMAT_VERSION}); ${remedy}`,
  );
}

function damaged(name: string, cause?: unknown): AffektError {
  const reason = cause instanceof AffektError ? ` (${cause.message})` : "";
  return new AffektError(
    "unreadable",
    `${name}: the model's description inside the file is damaged${reason}; train or copy it again`,
    { cause },
  );
}

function parseJson(text: string): unknown {
  if (isDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A description has a few lists and objects within each other. */
const MAX_DEPTH = 32;

/** Whether brackets, also those in texts, open more often than a description's: `JSON.parse` takes memory for each. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
