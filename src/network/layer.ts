import { AffektError } from "../errors.ts";
import { clearPadding } from "./operations/clear-padding.ts";
import type { Operation } from "./operation.ts";
import { formatShape, type Shape } from "./shape.ts";

/** What flows between operations. */
export interface Wire {
  readonly shape: Shape;
  /** Its first dimension is the time of sequences that may be shorter than it. */
  readonly hasLengths: boolean;
}

/** An operation between wires. */
export interface Step {
  readonly operation: Operation;
  readonly inputs: readonly Wire[];
  readonly output: Wire;
}

/** A value in the description of a network, Keras' `KerasTensor`: the input or what a layer makes of other values. */
export interface Value extends Wire {
  readonly source?: Placement;
}

/** A layer with what goes into it. */
export interface Placement {
  readonly layer: Layer;
  readonly inputs: readonly Value[];
  /** The layer's operations, one after another. */
  readonly steps: readonly Step[];
}

/** Options that every layer has. */
export interface LayerOptions {
  /** Default: the layer's kind and a number, such as `conv1d_2`. */
  readonly name?: string | undefined;
}

/**
 * A layer of a network. Called with a value (merging layers: with several) it gives the value that it makes of it, as Keras' layers do;
 * a layer that is called twice has the same parameters in both places.
 * Errors: `invalid-argument` with the layer's name where shapes do not fit.
 */
export interface Layer {
  (...inputs: readonly Value[]): Value;
  /** What it is, in Keras' words, such as `dense`. */
  readonly kind: string;
  /** The name that it was given. */
  readonly givenName: string | undefined;
  /** What it does, one after another. */
  readonly operations: readonly Operation[];
}

/** A layer that does one or several things one after another. */
export function layer(
  kind: string,
  { name }: LayerOptions,
  operations: readonly Operation[],
): Layer {
  const made: Layer = Object.assign((...inputs: readonly Value[]) => place(made, inputs), {
    kind,
    givenName: name,
    operations,
  });
  return made;
}

/** The input of a network, Keras' `Input`. */
export interface InputOptions {
  /** The first dimension is time, and each sequence of a batch comes with its length; what is behind it does not count. Default false. */
  readonly lengths?: boolean;
}

/** The value that goes into a network: `[features]`, `[time, channels]` or `[height, width, channels]`. */
export function input(shape: Shape, { lengths = false }: InputOptions = {}): Value {
  if (shape.length === 0 || !shape.every((dim) => Number.isInteger(dim) && dim >= 1)) {
    throw new AffektError(
      "invalid-argument",
      `input: each dimension must be an integer from 1, got ${formatShape(shape)}`,
    );
  }
  if (lengths && shape.length === 1) {
    throw new AffektError(
      "invalid-argument",
      `input: lengths need time and at least one dimension behind it, got ${formatShape(shape)}`,
    );
  }
  return { shape, hasLengths: lengths };
}

function place(layer: Layer, inputs: readonly Value[]): Value {
  const steps: Step[] = [];
  let wires: readonly Wire[] = inputs;
  try {
    for (const operation of layer.operations) {
      checkCount(operation, wires.length);
      if (operation.clearsPadding?.(...wires.map(({ shape }) => shape)) === true) {
        wires = wires.map((wire) => (wire.hasLengths ? run(steps, clearPadding, [wire]) : wire));
      }
      wires = [run(steps, operation, wires)];
    }
  } catch (cause) {
    if (!(cause instanceof AffektError)) throw cause;
    throw new AffektError(cause.code, `${nameBehind(layer, inputs)}: ${cause.message}`, { cause });
  }
  const last = steps.at(-1)!;
  const output: Value = { ...last.output, source: { layer, inputs, steps } };
  steps.splice(-1, 1, { ...last, output });
  return output;
}

function checkCount({ merges = false }: Operation, count: number): void {
  if (merges ? count >= 1 : count === 1) return;
  const wanted = merges ? "at least one value" : "one value";
  throw new AffektError("invalid-argument", `takes ${wanted}, got ${count === 0 ? "none" : count}`);
}

/** Adds an operation and returns its output. */
function run(steps: Step[], operation: Operation, inputs: readonly Wire[]): Wire {
  const shapes = inputs.map(({ shape }) => shape);
  const shape = operation.outputShape(...shapes);
  const goesOn = operation.lengths?.(...shapes) !== "ended";
  const hasLengths =
    goesOn &&
    inputs.some(
      (wire) => wire.hasLengths && (operation.merges !== true || wire.shape[0] === shape[0]),
    );
  const output = { shape, hasLengths };
  steps.push({ operation, inputs, output });
  return output;
}

/** The name of a layer that is put behind some values: the one given, or its kind counted on the ways to it. */
function nameBehind({ kind, givenName }: Layer, inputs: readonly Value[]): string {
  const same = placementsBehind(inputs).filter(({ layer }) => layer.kind === kind);
  return givenName ?? `${kind}_${new Set(same.map(({ layer }) => layer)).size + 1}`;
}

/** All placements that lead to some values, each after those that it needs. */
export function placementsBehind(values: readonly Value[]): Placement[] {
  const found = new Set<Placement>();
  const visit = ({ source }: Value): void => {
    if (source === undefined || found.has(source)) return;
    for (const value of source.inputs) visit(value);
    found.add(source);
  };
  for (const value of values) visit(value);
  return [...found];
}
