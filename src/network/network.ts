import { AffektError } from "../errors.ts";
import { Random } from "../math/random.ts";
import { type EmittedNetwork, emitNetwork } from "./graphs/emission.ts";
import { fuse } from "./graphs/fusions.ts";
import type { GraphBuilder } from "./onnx/graph-builder.ts";
import { type Layer, type Placement, placementsBehind, type Value } from "./layer.ts";
import { type PlacedParameter, type PlacedStep, placeParameters } from "./parameters.ts";
import { type Shape, sizeOf } from "./shape.ts";
import { summaryOf } from "./summary.ts";

/** A graph of layers from one input to one output, Keras' `Model`. */
export class Network {
  readonly inputShape: Shape;
  /** Values in a row of the input. */
  readonly columns: number;
  readonly outputShape: Shape;
  /** Its graphs take `lengths` [batch]: how many steps of each row's first dimension are its own, not padding. */
  readonly lengths: boolean;
  /** The shape of a row of features for a graph that gives probabilities: [columns], with lengths that of the input. */
  readonly rowShape: Shape;
  /** All parameters in the order of the flat vector, the trainable ones first. */
  readonly parameters: readonly PlacedParameter[];
  /** The length of the flat vector. */
  readonly size: number;
  /** The length of its first part, that of what is trainable. */
  readonly trainableSize: number;
  readonly #input: Value;
  readonly #output: Value;
  readonly #placements: readonly Placement[];
  readonly #names: ReadonlyMap<Layer, string>;
  readonly #steps: readonly PlacedStep[];

  constructor(input: Value, output: Value) {
    this.#input = input;
    this.#output = output;
    this.#placements = placementsBehind([output]);
    checkInput(input, output, this.#placements);
    this.#names = nameLayers(this.#placements);
    const { parameters, steps } = placeParameters(this.#placements, this.#names);
    this.#steps = fuse(steps, output);
    this.inputShape = input.shape;
    this.columns = sizeOf(input.shape);
    this.outputShape = output.shape;
    this.lengths = input.hasLengths;
    this.rowShape = input.hasLengths ? input.shape : [this.columns];
    this.parameters = parameters;
    this.size = sum(parameters);
    this.trainableSize = sum(parameters.filter(({ trainable }) => trainable));
  }

  /** Starting values of all parameters in one flat vector, from a seed. */
  initialize(seed: number): Float32Array {
    const random = new Random(seed);
    const values = new Float32Array(this.size);
    for (const { offset, size, initializer, fanIn, fanOut } of this.parameters) {
      for (let i = offset; i < offset + size; i++) values[i] = initializer(random, fanIn, fanOut);
    }
    return values;
  }

  /** A table of its layers with the shapes of their outputs and the counts of their parameters, as Keras prints it. */
  summary(): string {
    return summaryOf({
      input: this.#input,
      placements: this.#placements,
      names: this.#names,
      parameters: this.parameters,
    });
  }

  /** Writes the network into a graph: `input` is [batch, columns] or [batch, ...inputShape], `parameters` are the names of its parameters there, in their order. */
  emit(
    graph: GraphBuilder,
    input: string,
    parameters: readonly string[],
    training: boolean,
  ): EmittedNetwork {
    return emitNetwork(graph, {
      steps: this.#steps,
      input: this.#input,
      output: this.#output,
      features: input,
      parameters: new Map(this.parameters.map((parameter, i) => [parameter, parameters[i]!])),
      training,
    });
  }
}

/** The network between two values, Keras' `Model(inputs, outputs)`. Errors: `invalid-argument` where the output does not follow from the input. */
export function network(input: Value, output: Value): Network {
  return new Network(input, output);
}

/**
 * A network of layers one after another, Keras' `Sequential`: `sequential([input([193, 1]), conv1d(…), …])`.
 * Errors: `invalid-argument` with the layer's name where shapes do not fit.
 */
export function sequential([input, ...layers]: readonly [Value, ...Layer[]]): Network {
  return network(
    input,
    layers.reduce((value, layer) => layer(value), input),
  );
}

function sum(parameters: readonly PlacedParameter[]): number {
  return parameters.reduce((total, { size }) => total + size, 0);
}

function checkInput(input: Value, output: Value, placements: readonly Placement[]): void {
  const sources = [output, ...placements.flatMap(({ inputs }) => inputs)];
  const strangers = sources.some((value) => value.source === undefined && value !== input);
  if (input.source === undefined && sources.includes(input) && !strangers) return;
  throw new AffektError(
    "invalid-argument",
    "network: the output must follow from the input given, which input() made, and from nothing else",
  );
}

/** Their names: those given, else kind and number. */
function nameLayers(placements: readonly Placement[]): Map<Layer, string> {
  const names = new Map<Layer, string>();
  const counts = new Map<string, number>();
  for (const { layer } of placements) {
    if (names.has(layer)) continue;
    const count = (counts.get(layer.kind) ?? 0) + 1;
    if (layer.givenName === undefined) counts.set(layer.kind, count);
    names.set(layer, layer.givenName ?? `${layer.kind}_${count}`);
  }
  const twice = [...names.values()].find((name, i, all) => all.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new AffektError("invalid-argument", `network: two layers are named ${twice}`);
  }
  return names;
}
