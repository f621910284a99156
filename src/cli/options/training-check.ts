import { extname } from "node:path";
import { assertArgument } from "../../errors.ts";
import { columnsOf, isSequence } from "../../features/sets/columns.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import { featureSet } from "../../features/sets/sets.ts";
import { DEFAULT_CLIP_SECONDS, framesIn } from "../../features/extraction/stack-clips.ts";
import { checkFits } from "../../models/build-network.ts";
import { COMMON_SETTING_NAMES, type CommonSettings } from "../../models/kinds/common-settings.ts";
import { kindOf } from "../../models/kinds/model-kinds.ts";
import { membersOf, type ModelSpec, nameOf } from "../../models/model-spec.ts";
import { TABLE_FORMATS } from "../../tables/table-format.ts";
import type { TrainingOptions } from "./training-options.ts";

/** The set where none is asked for: `classic`, or unknown where a source may be a table, which has its own. */
export function standardSet(sources: readonly string[]): FeatureSet | undefined {
  const mayBeTable = (source: string): boolean =>
    TABLE_FORMATS.some((format) => extname(source).toLowerCase() === `.${format}`);
  return sources.some(mayBeTable) ? undefined : featureSet("classic");
}

/** @throws {AffektError} `invalid-argument` for an option that changes nothing in any of the models. */
export function checkChanges(models: readonly ModelSpec[], options: CommonSettings): void {
  const kinds = models.flatMap(membersOf).map(({ kind }) => kindOf(kind));
  const taken = COMMON_SETTING_NAMES.filter((name) =>
    kinds.some(({ common }) => Object.hasOwn(common, name)),
  );
  for (const name of COMMON_SETTING_NAMES) {
    assertArgument(
      options[name] === undefined || taken.includes(name),
      `${flagOf(name)} has no effect on ${models.map(nameOf).join(", ")}; remove it (supported: ${taken.map(flagOf).join(", ")})`,
    );
  }
}

/**
 * Checks models and options against the set of features, before any are extracted. The set is undefined where it is that of a table.
 * @throws {AffektError} `invalid-argument` for an option that changes nothing of such features; `mismatch` where a model does not take them.
 */
export function checkFeatures(
  models: readonly ModelSpec[],
  set: FeatureSet | undefined,
  { clipSeconds, specAugment }: Pick<TrainingOptions, "clipSeconds" | "specAugment">,
): void {
  if (set === undefined) return;
  const isOfVectors = !isSequence(set);
  for (const [flag, value] of [
    ["--spec-augment", specAugment],
    ["--clip-seconds", clipSeconds],
  ] as const) {
    assertArgument(
      value === undefined || !isOfVectors,
      `${flag} applies to sequences of frames, but ${set.name} gives one vector per recording; use a set such as --set frames, or remove it`,
    );
  }
  const width = columnsOf(set).length;
  const row = isOfVectors ? [width] : [framesIn(clipSeconds ?? DEFAULT_CLIP_SECONDS, set), width];
  for (const model of models) checkFits(model, row);
}

/** `batchSize` as `--batch-size`. */
function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
