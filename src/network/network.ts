import { AffektError } from "../errors.ts";
import { Random } from "../math/statistics/random.ts";
import { type EmittedNetwork, emitNetwork } from "./graphs/emission.ts";
import { fuseNodes } from "./graphs/fusions.ts";
import { fill } from "./initializers.ts";
import { callsBehind } from "./layer-call.ts";
import { configOf, type NetworkConfig } from "./network-config.ts";
import type { GraphBuilder } from "./onnx/graph-builder.ts";
import { type Node, type Parameter, placeParameters } from "./parameters.ts";
import { type Shape, sizeOf } from "./shape.ts";
import { summaryOf } from "./summary.ts";
import type { Layer, LayerCall, SymbolicTensor } from "./symbolic-tensor.ts";

/** A graph of layers from one input to one output, Keras' `Model`. */
export class Network {
  readonly inputShape: Shape;
  /** Values in a row of the input. */
  readonly columns: number;
  readonly outputShape: Shape;
  /** Whether its graphs take `lengths` [batch], the number of valid frames of each row. */
  readonly lengths: boolean;
  /** The shape of a row of features for a graph that gives probabilities: [columns], with lengths that of the input. */
  readonly rowShape: Shape;
  /** All parameters in the order of the flat vector, the trainable ones first. */
  readonly parameters: readonly Parameter[];
  /** The length of the flat vector. */
  readonly size: number;
  /** The length of its trainable part, which comes first. */
  readonly trainableSize: number;
  readonly #input: SymbolicTensor;
  readonly #output: SymbolicTensor;
  readonly #calls: readonly LayerCall[];
  readonly #names: ReadonlyMap<Layer, string>;
  readonly #nodes: readonly Node[];

  constructor(input: SymbolicTensor, output: SymbolicTensor) {
    this.#input = input;
    this.#output = output;
    this.#calls = callsBehind([output]);
    checkInput(input, output, this.#calls);
    this.#names = nameLayers(this.#calls);
    const { parameters, nodes } = placeParameters(this.#calls, this.#names);
    this.#nodes = fuseNodes(nodes, output);
    this.inputShape = input.shape;
    this.columns = sizeOf(input.shape);
    this.outputShape = output.shape;
    this.lengths = input.hasLengths;
    this.rowShape = input.hasLengths ? input.shape : [this.columns];
    this.parameters = parameters;
    this.size = sum(parameters);
    this.trainableSize = sum(parameters.filter(({ trainable }) => trainable));
  }

  /** The network as plain data, without its parameters' values. `networkFromConfig` reads it. */
  get config(): NetworkConfig {
    return configOf(this.#input, this.#calls);
  }

  /** Initial values of all parameters in one flat vector, from a seed. */
  initialize(seed: number): Float32Array {
    const random = new Random(seed);
    const values = new Float32Array(this.size);
    for (const parameter of this.parameters) {
      const initializers = [parameter.initializer].flat();
      const size = parameter.size / initializers.length;
      for (const [part, initializer] of initializers.entries()) {
        const start = parameter.offset + part * size;
        fill(values.subarray(start, start + size), initializer, parameter, random);
      }
    }
    return values;
  }

  /** A table of its layers with their output shapes and numbers of parameters, as Keras prints it. */
  summary(): string {
    return summaryOf({
      input: this.#input,
      calls: this.#calls,
      names: this.#names,
      parameters: this.parameters,
    });
  }

  /**
   * Writes the network into a graph. `input` is [batch, columns] or [batch, ...inputShape], `parameters` are the names of its parameters, in
   * their order. `lengths` are those of the rows, by default an input of the graph.
   */
  emit(
    graph: GraphBuilder,
    input: string,
    parameters: readonly string[],
    { training, lengths }: { readonly training: boolean; readonly lengths?: string },
  ): EmittedNetwork {
    return emitNetwork(graph, {
      nodes: this.#nodes,
      input: this.#input,
      output: this.#output,
      features: input,
      parameters: new Map(this.parameters.map((parameter, i) => [parameter, parameters[i]!])),
      training,
      lengths,
    });
  }
}

/**
 * The network between two tensors, Keras' `Model(inputs, outputs)`.
 * @throws {AffektError} `invalid-argument` when the output does not follow from the input.
 */
export function network(input: SymbolicTensor, output: SymbolicTensor): Network {
  return new Network(input, output);
}

/**
 * A network of layers one after another, Keras' `Sequential`: `sequential([input([193, 1]), conv1d(…), …])`.
 * @throws {AffektError} `invalid-argument`, with the layer's name, when shapes do not fit.
 */
export function sequential([input, ...layers]: readonly [SymbolicTensor, ...Layer[]]): Network {
  return network(
    input,
    layers.reduce((tensor, layer) => layer(tensor), input),
  );
}

function sum(parameters: readonly Parameter[]): number {
  return parameters.reduce((total, { size }) => total + size, 0);
}

function checkInput(
  input: SymbolicTensor,
  output: SymbolicTensor,
  calls: readonly LayerCall[],
): void {
  const tensors = [output, ...calls.flatMap(({ inputs }) => inputs)];
  const strangers = tensors.some((tensor) => tensor.source === undefined && tensor !== input);
  if (input.source === undefined && tensors.includes(input) && !strangers) return;
  throw new AffektError(
    "invalid-argument",
    "network: the output must follow from the input given, which input() made, and from nothing else",
  );
}

/** The names of layers: those given, else kind and number. */
function nameLayers(calls: readonly LayerCall[]): Map<Layer, string> {
  const names = new Map<Layer, string>();
  const counts = new Map<string, number>();
  for (const { layer } of calls) {
    if (names.has(layer)) continue;
    const { name: kind, options } = layer.config;
    const count = (counts.get(kind) ?? 0) + 1;
    if (options.name === undefined) counts.set(kind, count);
    names.set(layer, options.name ?? `${kind}_${count}`);
  }
  const twice = [...names.values()].find((name, i, all) => all.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new AffektError("invalid-argument", `network: two layers are named ${twice}`);
  }
  return names;
}
