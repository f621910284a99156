import { AffektError } from "../errors.ts";
import type { Matrix } from "../math/linear-algebra/matrix.ts";
import { type Network, network } from "../network/network.ts";
import { formatShape, type Shape } from "../network/shape.ts";
import { input, type SymbolicTensor } from "../network/symbolic-tensor.ts";
import type { FitSettings } from "../training/fit-settings.ts";
import { averagedLogits } from "./kinds/ensemble.ts";
import type { RowKind, StartInput, Started } from "./kinds/model-kind.ts";
import { kindOf } from "./kinds/model-kinds.ts";
import { membersOf, type ModelSpec, modelSpec, type SingleModelSpec } from "./model-spec.ts";

/** Options of `buildNetwork`. */
export interface BuildOptions {
  /** Of a row: [columns] or [frames, width]. */
  readonly inputShape: Shape;
  readonly classes: number;
}

/**
 * The network of a model for rows of a shape, [columns] or [frames, width].
 * @throws {AffektError} `invalid-argument` for settings out of range, `mismatch` where the model does not take such rows.
 */
export function buildNetwork(spec: ModelSpec, { inputShape: row, classes }: BuildOptions): Network {
  checkFits(spec, row);
  const start = input(row, { lengths: row.length > 1 });
  const members = membersOf(spec).map((member) => logitsOf(member, start, classes));
  return network(start, members.length === 1 ? members[0]! : averagedLogits(members));
}

function logitsOf(spec: SingleModelSpec, start: SymbolicTensor, classes: number): SymbolicTensor {
  return kindOf(spec.kind).logits(completeSettings(spec), start, classes);
}

/** The starting values of the parameters of a single model's network. */
export async function startingValues(
  spec: SingleModelSpec,
  input: StartInput,
): Promise<Float32Array> {
  return (await kindOf(spec.kind).start?.(completeSettings(spec), input)) ?? input.drawn;
}

/** The rows on which a single model's network is trained, from rows of its features. */
export function trainingRowsOf(spec: SingleModelSpec, X: Matrix, start: Started): Matrix {
  return kindOf(spec.kind).trainingRows?.(completeSettings(spec), X, start) ?? X;
}

/** The settings of `fit` for the training of a single model on a number of rows. */
export function fitSettingsOf(spec: SingleModelSpec, rows: number): FitSettings {
  return kindOf(spec.kind).fitSettings(completeSettings(spec), rows);
}

function completeSettings({ kind, settings }: SingleModelSpec): Readonly<Record<string, unknown>> {
  return { ...modelSpec(kind, settings).settings };
}

/** @throws {AffektError} `mismatch` where a model does not take rows of a shape. */
export function checkFits(spec: ModelSpec, row: Shape): void {
  const found: RowKind = row.length === 1 ? "vectors" : "sequences";
  const misfit = membersOf(spec).find(({ kind }) => !kindOf(kind).takes.includes(found));
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
