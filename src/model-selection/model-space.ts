import { AffektError } from "../errors.ts";
import { type KindName, kindOf } from "../models/kinds/model-kinds.ts";
import { type ModelSpec, modelSpec, type SingleModelSpec } from "../models/model-spec.ts";
import { type PresetName, presetModel } from "../models/presets.ts";
import {
  checkSpace,
  type CompleteSpace,
  isActive,
  isValueOf,
  type Params,
  type Space,
  type Value,
} from "../tuning/space/space.ts";
import { DEFAULT_SPACES } from "./default-spaces.ts";
import { NO_COPIES } from "./search-clips.ts";

/** A model to search for: a preset, settings that stay, and the space of those that are searched. */
export interface SearchedModel {
  readonly name: PresetName;
  /** By default none. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** By setting; by default that of the kind. */
  readonly space?: Space | undefined;
}

/** The choices of a search beside the settings of models. */
export interface DataChoices {
  /** The names of feature sets. */
  readonly sets: readonly string[];
  /** The names of augmentations; a trial has one of them or none. */
  readonly augmentations: readonly string[];
}

/** The model of a trial. */
export interface TrialModel {
  readonly model: PresetName;
  readonly spec: ModelSpec;
  readonly set: string;
  /** The name of the augmentation whose copies it trains on, too, or `none`. */
  readonly augmentation: string;
}

/** The space of one or several models, and what its points stand for. */
export interface ModelSpace {
  readonly space: CompleteSpace;
  readonly models: readonly SearchedModel[];
  /** The model that parameters describe. @throws {AffektError} `invalid-argument` for settings that exclude each other. */
  readonly modelOf: (params: Params) => TrialModel;
  /** The parameters of each model as it is without a search, where the space has them. */
  readonly untuned: readonly {
    readonly chosen: TrialModel;
    readonly params: Params | undefined;
  }[];
}

/** The parameters that choose between models, between feature sets, and between augmentations. */
const MODEL = "model";
const SET = "set";
const AUGMENTATION = "augmentation";

/**
 * The space of models: of one its settings by their names, of several those of each behind its name, such as `mlp.alpha`, and `model`.
 * @throws {AffektError} `invalid-argument` for a space that is none, a parameter that the model does not have and a value that it cannot have.
 */
export function modelSpace(
  models: readonly SearchedModel[],
  { sets, augmentations }: DataChoices,
): ModelSpace {
  const isSingle = models.length === 1;
  const hasAugmentations = augmentations.length > 0;
  const prefixOf = ({ name }: SearchedModel): string => (isSingle ? "" : `${name}.`);
  const own = models.map((model) => ownSpace(model));
  const space = checkSpace({
    ...(!isSingle && { [MODEL]: { type: "categorical", choices: models.map(({ name }) => name) } }),
    ...(sets.length > 1 && { [SET]: { type: "categorical", choices: sets } }),
    ...(hasAugmentations && {
      [AUGMENTATION]: { type: "categorical", choices: [NO_COPIES, ...augmentations] },
    }),
    ...Object.assign({}, ...models.map((model, m) => prefixed(own[m]!, model, isSingle))),
  } as Space);
  const settingsOf = (model: SearchedModel, params: Params): Record<string, unknown> => {
    const prefix = prefixOf(model);
    return Object.fromEntries(
      Object.entries(params)
        .filter(([name]) => name.startsWith(prefix) && ![MODEL, SET, AUGMENTATION].includes(name))
        .map(([name, value]) => [name.slice(prefix.length), value]),
    );
  };
  return {
    space,
    models,
    modelOf(params) {
      const model = isSingle ? models[0]! : models.find(({ name }) => name === params[MODEL])!;
      return {
        model: model.name,
        spec: specWith(model, settingsOf(model, params)),
        set: sets.find((set) => set === params[SET]) ?? sets[0]!,
        augmentation: augmentations.find((one) => one === params[AUGMENTATION]) ?? NO_COPIES,
      };
    },
    untuned: models.map((model, m) => {
      const values = untunedValues(own[m]!, specWith(model, {}) as SingleModelSpec);
      const params = values && {
        ...(!isSingle && { [MODEL]: model.name }),
        ...(sets.length > 1 && { [SET]: sets[0]! }),
        ...(hasAugmentations && { [AUGMENTATION]: NO_COPIES }),
        ...Object.fromEntries(
          Object.entries(values).map(([name, value]) => [`${prefixOf(model)}${name}`, value]),
        ),
      };
      const chosen = {
        model: model.name,
        spec: specWith(model, {}),
        set: sets[0]!,
        augmentation: NO_COPIES,
      };
      return { chosen, params };
    }),
  };
}

/** A searched model with some of its settings. */
export function specWith(
  { name, settings }: SearchedModel,
  searched: Readonly<Record<string, unknown>>,
): ModelSpec {
  return presetModel(name, { ...settings, ...searched } as object);
}

/** The space of one model's settings, all of which the model has. */
function ownSpace(model: SearchedModel): CompleteSpace {
  const { name, settings = {}, space } = model;
  const preset = specWith(model, {});
  if (preset.kind === "ensemble") {
    throw new AffektError(
      "invalid-argument",
      `${name}: an ensemble cannot be tuned; tune its members`,
    );
  }
  const fixed = Object.keys(settings).filter((one) => settings[one] !== undefined);
  const standard = Object.fromEntries(
    Object.entries(DEFAULT_SPACES[preset.kind]).filter(
      ([one]) => !isFixed(one, fixed, preset.kind),
    ),
  );
  const own = checkSpace(space ?? standard);
  for (const one of Object.keys(own)) checkSetting(model, own, one);
  return own;
}

/** Whether a setting of the default space is one that was given, also by its common name. */
function isFixed(name: string, fixed: readonly string[], kind: KindName): boolean {
  const { common } = kindOf(kind);
  return fixed.some((one) => {
    const path = (common as Readonly<Record<string, string>>)[one] ?? one;
    return path === name || name.startsWith(`${path}.`) || path.startsWith(`${name}.`);
  });
}

/** Tries the ends of a parameter's range, with values of the parameters that it depends on. */
function checkSetting(model: SearchedModel, space: CompleteSpace, name: string): void {
  const dimension = space[name]!;
  const values: readonly Value[] =
    dimension.type === "categorical" ? dimension.choices : [dimension.low, dimension.high];
  for (const value of values) {
    try {
      specWith(model, { ...conditionsOf(space, name), [name]: value });
    } catch (error) {
      if (!(error instanceof AffektError)) throw error;
      throw new AffektError("invalid-argument", `space: ${name}: ${error.message}`, {
        cause: error,
      });
    }
  }
}

/** A value for each parameter that one depends on. */
function conditionsOf(space: CompleteSpace, name: string): Params {
  return Object.assign(
    {},
    ...Object.entries(space[name]!.when ?? {}).map(([parent, [value]]) => ({
      ...conditionsOf(space, parent),
      [parent]: value,
    })),
  ) as Params;
}

function prefixed(space: CompleteSpace, { name }: SearchedModel, isSingle: boolean): Space {
  if (isSingle) return space;
  return Object.fromEntries(
    Object.entries(space).map(([setting, { when = {}, ...dimension }]) => [
      `${name}.${setting}`,
      {
        ...dimension,
        when: {
          ...Object.fromEntries(
            Object.entries(when).map(([parent, values]) => [`${name}.${parent}`, values]),
          ),
          [MODEL]: [name],
        },
      },
    ]),
  );
}

/** The values that a model has without a search; undefined where one is not in the space. */
function untunedValues(
  space: CompleteSpace,
  { kind, settings }: SingleModelSpec,
): Params | undefined {
  const complete = modelSpec(kind, settings as object).settings;
  const params: Record<string, Value> = {};
  for (const [name, dimension] of Object.entries(space)) {
    if (!isActive(dimension, params)) continue;
    const value = valueAt(complete, name.split("."));
    if (value === undefined || !isValueOf(dimension, value)) return undefined;
    params[name] = value;
  }
  return params;
}

function valueAt(settings: object, [name = "", ...rest]: readonly string[]): Value | undefined {
  const value = (settings as Readonly<Record<string, Value>>)[name];
  if (rest.length === 0 || value === undefined) return value;
  return typeof value === "object" && value !== null ? valueAt(value, rest) : undefined;
}
