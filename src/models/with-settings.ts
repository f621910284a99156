import { AffektError } from "../errors.ts";
import { assignOption } from "../options/assign.ts";
import { COMMON_SETTING_NAMES, type CommonSettings } from "./kinds/common-settings.ts";
import { type KindName, kindOf, type SettingsOf } from "./kinds/model-kinds.ts";
import {
  ensemble,
  membersOf,
  type ModelSpec,
  modelSpec,
  nameOf,
  type SingleModelSpec,
} from "./model-spec.ts";

/** Own settings of a kind of model together with the common ones. */
export type SettingsFor<Kind extends KindName> = Omit<CommonSettings, keyof SettingsOf<Kind>> & {
  readonly [Name in keyof SettingsOf<Kind>]?:
    | SettingsOf<Kind>[Name]
    | (Name extends keyof CommonSettings ? CommonSettings[Name] : never);
};

/**
 * A copy of a model with other settings: common ones, such as `epochs`, or those of its kind, also by a path such as
 * `optimizer.momentum`. Undefined values are ignored. A model without one of the common settings ignores it. A member of an ensemble takes the settings that it has.
 * @throws {AffektError} `invalid-argument` for settings that no member has, and for values out of range.
 */
export function withSettings(
  spec: ModelSpec,
  settings: Readonly<Record<string, unknown>>,
): ModelSpec {
  const [changed] = allWithSettings([spec], settings);
  return changed!;
}

/**
 * Several models with other settings, each with those that it has; see `withSettings`.
 * @throws {AffektError} `invalid-argument` for settings that none of the models has, and for values out of range.
 */
export function allWithSettings(
  specs: readonly ModelSpec[],
  settings: Readonly<Record<string, unknown>>,
): ModelSpec[] {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const members = specs.flatMap(membersOf);
  // the only model says itself what it takes
  const stranger = members.length > 1 && given.find(([name]) => !members.some(takes(name)));
  if (stranger) {
    throw new AffektError(
      "invalid-argument",
      `${specs.map(nameOf).join(", ")}: none of the models has the option ${stranger[0]}`,
    );
  }
  const change = (member: SingleModelSpec): SingleModelSpec =>
    withOwnSettings(
      member,
      members.length > 1 ? given.filter(([name]) => takes(name)(member)) : given,
    );
  return specs.map((spec) =>
    spec.kind === "ensemble" ? ensemble(membersOf(spec).map(change)) : change(spec),
  );
}

type Entries = readonly (readonly [name: string, value: unknown])[];

function withOwnSettings({ kind, settings }: SingleModelSpec, given: Entries): SingleModelSpec {
  const { common } = kindOf(kind);
  const own = given.flatMap(([name, value]): Entries => {
    // scikit-learn's learningRate of an MLP is the name of a schedule
    if (!isCommon(name) || (typeof value === "string" && has({ kind }, name))) {
      return [[name, value]];
    }
    const path = common[name];
    return path === undefined ? [] : [[path, value]];
  });
  const assigned = own
    .toSorted(([a], [b]) => orderOf(a) - orderOf(b))
    .reduce<Readonly<Record<string, unknown>>>(
      (all, [path, value]) => assignOption(all, path, value),
      settings,
    );
  return modelSpec(kind, assigned as SettingsOf<typeof kind>);
}

/** A whole group comes before its options, and its name, which replaces the others, before those. */
function orderOf(path: string): number {
  return 2 * path.split(".").length - (path.endsWith(".name") ? 1 : 0);
}

function isCommon(name: string): name is keyof CommonSettings {
  return COMMON_SETTING_NAMES.some((common) => common === name);
}

function takes(name: string): (spec: SingleModelSpec) => boolean {
  return (spec) => isCommon(name) || has(spec, name);
}

function has({ kind }: Pick<SingleModelSpec, "kind">, path: string): boolean {
  return Object.hasOwn(kindOf(kind).settings.entries, path.split(".")[0]!);
}
