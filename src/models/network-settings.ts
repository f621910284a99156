import { AffektError } from "../errors.ts";
import { input, type SymbolicTensor } from "../network/symbolic-tensor.ts";
import { type Network, network } from "../network/network.ts";
import { formatShape, type Shape } from "../network/shape.ts";
import { averagedLogits, type Ensemble } from "./kinds/ensemble.ts";
import type { RowKind } from "./kinds/model-kind.ts";
import { type KindName, MODEL_KINDS, type SingleModel } from "./kinds/model-kinds.ts";
import type { Recipe } from "./kinds/recipe.ts";

/** A model's kind and the settings that belong to it, or several as one. */
export type NetworkSettings = SingleModel | Ensemble;

/** What a model consists of: itself, or its members. */
export function membersOf(model: NetworkSettings): readonly SingleModel[] {
  return model.kind === "ensemble" ? model.settings.members : [model];
}

/**
 * The network of a model for rows of a shape, [columns] or [frames, width]. Errors: `invalid-argument` for settings out of range,
 * `mismatch` where it does not take such rows.
 */
export function buildNetwork(model: NetworkSettings, row: Shape, classes: number): Network {
  checkFits(model, row);
  const start = input(row, { lengths: row.length > 1 });
  const members = membersOf(model).map((member) => logitsOf(member, start, classes));
  return network(start, members.length === 1 ? members[0]! : averagedLogits(members));
}

/** Errors: `mismatch` where a model does not take rows of a shape. */
export function checkFits(model: NetworkSettings, row: Shape): void {
  const found: RowKind = row.length === 1 ? "vectors" : "sequences";
  const misfit = membersOf(model).find(({ kind }) => !MODEL_KINDS[kind].takes.includes(found));
  if (misfit === undefined) return;
  const [takes, sets] =
    found === "vectors"
      ? ["sequences of frames", "frames or frames-mfcc"]
      : ["one vector a recording", "classic or classic-180"];
  throw new AffektError(
    "mismatch",
    `${misfit.kind}: takes ${takes}, got ${found} of ${formatShape(row)} values; take a feature set such as ${sets}, or another model`,
  );
}

/** How a model is trained on `rows` rows. */
export function buildRecipe<K extends KindName>(model: SingleModel<K>, rows: number): Recipe {
  return MODEL_KINDS[model.kind].recipe(model.settings, rows);
}

function logitsOf<K extends KindName>(
  model: SingleModel<K>,
  start: SymbolicTensor,
  classes: number,
): SymbolicTensor {
  return MODEL_KINDS[model.kind].logits(model.settings, start, classes);
}

/** A model's name: its kind, or its members' joined by `+`. */
export function nameOf(model: NetworkSettings): string {
  return membersOf(model)
    .map(({ kind }) => kind)
    .join("+");
}

/** A setting as it is printed. */
type Printed = string | number | boolean | readonly number[];

/** A model's settings as they are printed; what belongs together, such as a loss with its options, in one line of text. */
export function printedSettings(model: NetworkSettings): Record<string, Printed> {
  const members = membersOf(model);
  return Object.fromEntries(
    members.flatMap(({ kind, settings }, i) =>
      Object.entries(settings).map(([name, value]: [string, Printed | object]) => [
        members.length === 1 ? name : `${i + 1}.${kind}.${name}`,
        typeof value === "object" && !Array.isArray(value) ? inOneLine(value) : value,
      ]),
    ),
  );
}

function inOneLine(options: object): string {
  return Object.entries(options)
    .map(([option, value]) => (option === "name" ? String(value) : `${option} ${String(value)}`))
    .join(", ");
}
