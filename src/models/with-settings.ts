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
 * A model with other settings: common ones, such as `epochs`, or its own, also by a path such as `optimizer.momentum`. Undefined ones are
 * left alone. A model without one of the common settings ignores it. A member of an ensemble takes the settings that it has.
 * @throws {AffektError} `invalid-argument` for settings that no member has, and for values out of range.
 */
export function withSettings(
  spec: ModelSpec,
  settings: Readonly<Record<string, unknown>>,
): ModelSpec {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  if (spec.kind !== "ensemble") return withOwnSettings(spec, given);
  const members = membersOf(spec);
  const stranger = given.find(
    ([name]) => !isCommon(name) && !members.some((one) => has(one, name)),
  );
  if (stranger !== undefined) {
    throw new AffektError(
      "invalid-argument",
      `${nameOf(spec)}: none of the models has the option ${stranger[0]}`,
    );
  }
  return ensemble(
    members.map((member) =>
      withOwnSettings(
        member,
        given.filter(([name]) => isCommon(name) || has(member, name)),
      ),
    ),
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
  // another name of a group replaces its other options
  const ordered = own.toSorted(([a], [b]) => Number(isName(b)) - Number(isName(a)));
  const assigned = ordered.reduce<Readonly<Record<string, unknown>>>(
    (all, [path, value]) => assignOption(all, path, value),
    settings,
  );
  return modelSpec(kind, assigned as SettingsOf<typeof kind>);
}

function isName(path: string): boolean {
  return path.endsWith(".name");
}

function isCommon(name: string): name is keyof CommonSettings {
  return COMMON_SETTING_NAMES.some((common) => common === name);
}

function has({ kind }: Pick<SingleModelSpec, "kind">, path: string): boolean {
  return Object.hasOwn(kindOf(kind).settings.entries, path.split(".")[0]!);
}
