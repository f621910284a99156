import type { Crops } from "../augmentation/crops.ts";
import { AffektError } from "../errors.ts";
import { complete } from "../options/check.ts";
import { choice } from "../options/schema.ts";
import { type KindName, kindOf, MODEL_KINDS, type SettingsOf } from "./kinds/model-kinds.ts";

/** A kind of model and its settings. Settings with defaults may be left out. */
export type SingleModelSpec<Kind extends KindName = KindName> = {
  readonly [K in Kind]: { readonly kind: K; readonly settings: SettingsOf<K> };
}[Kind];

/** An ensemble: its probabilities are the means of its members'. */
export interface EnsembleSpec {
  readonly kind: "ensemble";
  readonly settings: { readonly members: readonly SingleModelSpec[] };
}

/** A model as plain data: its kind and its settings. */
export type ModelSpec = SingleModelSpec | EnsembleSpec;

/** The most members of an ensemble. */
const MAX_MEMBERS = 100;

/** The most layers with weights. ResNet-152 has 152. */
const MAX_LAYERS = 1000;

const KINDS = Object.keys(MODEL_KINDS) as readonly KindName[];
const SINGLE_KIND = choice(KINDS, { text: "kind of model" });
const KIND = choice([...KINDS, "ensemble"], { text: "kind of model" });

/**
 * A model of a kind. Missing settings have the defaults of the kind, which are those of scikit-learn or Keras.
 * @throws {AffektError} `invalid-argument` for settings that are unknown or out of range.
 */
export function modelSpec<Kind extends KindName>(
  kind: Kind,
  settings: SettingsOf<Kind> = {} as SettingsOf<Kind>,
): SingleModelSpec<Kind> {
  const known = complete(SINGLE_KIND, kind, "model: kind");
  return {
    kind,
    settings: complete(kindOf(known).settings, settings, kind),
  } as object as SingleModelSpec<Kind>;
}

/**
 * An ensemble of models. Each is trained with its own seed, and their probabilities are averaged. Ensembles among the members are
 * flattened.
 * @throws {AffektError} `invalid-argument` for fewer than two members or more than 100.
 */
export function ensemble(models: readonly ModelSpec[]): EnsembleSpec {
  const members = models.flatMap(membersOf);
  if (members.length >= 2 && members.length <= MAX_MEMBERS) {
    return { kind: "ensemble", settings: { members } };
  }
  throw new AffektError(
    "invalid-argument",
    `ensemble: needs 2 to ${MAX_MEMBERS} models, got ${members.length}`,
  );
}

/**
 * Checks a model and fills in the defaults of its settings.
 * @throws {AffektError} `invalid-argument` for what is no model, and for settings that are unknown or out of range.
 */
export function completeSpec(spec: ModelSpec): ModelSpec {
  const { kind, settings } = objectOf(spec);
  const known = complete(KIND, kind, "model: kind");
  const checked =
    known === "ensemble"
      ? completeEnsemble(settings)
      : modelSpec(known, settings as SettingsOf<KindName>);
  const layers = weightedLayersOf(checked);
  if (layers <= MAX_LAYERS) return checked;
  throw new AffektError(
    "invalid-argument",
    `${nameOf(checked)}: must have at most ${MAX_LAYERS} layers with weights, got ${layers}`,
  );
}

function completeEnsemble(settings: unknown): EnsembleSpec {
  const { members } = objectOf(settings);
  if (!Array.isArray(members)) {
    throw new AffektError("invalid-argument", "ensemble: members must be a list of models");
  }
  const all = ensemble(members as readonly ModelSpec[]);
  const complete = ensemble(all.settings.members.map(completeSpec));
  cropsOf(complete);
  return complete;
}

/**
 * The stretches over which the predictions of a model are averaged, if there are any.
 * @throws {AffektError} `invalid-argument` for an ensemble whose members differ in it.
 */
export function cropsOf(spec: ModelSpec): Crops | undefined {
  const all = membersOf(spec).map(({ kind, settings }): Crops | undefined => {
    const complete = modelSpec(kind, settings).settings;
    return "crops" in complete ? (complete.crops as Crops) : undefined;
  });
  if (new Set(all.map((crops) => JSON.stringify(crops))).size <= 1) return all[0];
  throw new AffektError(
    "invalid-argument",
    `${nameOf(spec)}: all members must have the same crops; set them for the ensemble`,
  );
}

/**
 * Whether features go through a standard scaler first.
 * @throws {AffektError} `invalid-argument` for an ensemble whose members differ in it.
 */
export function isScaled(spec: ModelSpec): boolean {
  const all = new Set(membersOf(spec).map(({ kind }) => kindOf(kind).unscaled !== true));
  if (all.size === 1) return all.has(true);
  throw new AffektError(
    "invalid-argument",
    `${nameOf(spec)}: speech-finetuned takes features as they are, the others scaled ones, which one file cannot hold; train them apart`,
  );
}

/** Whether a model is calibrated: a member's setting counts for the whole ensemble. */
export function isCalibrated(spec: ModelSpec): boolean {
  return membersOf(spec).some(({ settings }) => settings.calibration === "temperature");
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw new AffektError(
    "invalid-argument",
    `model: must be an object with kind and settings, such as presetModel("mlp"), got ${typeof value}`,
  );
}

/** The least number of layers with weights that the network of a complete model has. */
export function weightedLayersOf(spec: ModelSpec): number {
  return membersOf(spec)
    .map(({ kind, settings }) => kindOf(kind).weightedLayers({ ...settings }))
    .reduce((sum, count) => sum + count, 0);
}

/** The members of an ensemble; another model is its only member. */
export function membersOf(spec: ModelSpec): readonly SingleModelSpec[] {
  return spec.kind === "ensemble" ? spec.settings.members : [spec];
}

/** A model's name: its kind, or those of its members joined by `+`. */
export function nameOf(spec: ModelSpec): string {
  return membersOf(spec)
    .map(({ kind }) => kind)
    .join("+");
}
