import type { GraphBuilder } from "../onnx/graph-builder.ts";
import { channelsLast, fromChannelsLast } from "../operations/layout.ts";
import { Padding } from "../operations/padding.ts";
import type { RandomInput, RandomNumbers } from "../operations/random-numbers.ts";
import type { Node, Parameter } from "../parameters.ts";
import type { SymbolicTensor } from "../symbolic-tensor.ts";
import { backward, type EmittedNode } from "./backward.ts";

/** A network written into a graph. */
export interface EmittedNetwork {
  readonly output: string;
  readonly randomInputs: readonly RandomInput[];
  /** While training: the new values of the parameters that are not trainable, in their order. */
  readonly state: readonly string[];
  /** Writes the gradients of the trainable parameters, in their order, given that of the output. */
  backward(gradient: string): readonly string[];
}

/** A network to be written into a graph. */
export interface NetworkParts {
  readonly nodes: readonly Node[];
  readonly input: SymbolicTensor;
  readonly output: SymbolicTensor;
  /** The name of the input's values, [batch, columns] or [batch, ...shape]. */
  readonly features: string;
  /** The names of all parameters, in the order of the flat vector. */
  readonly parameters: ReadonlyMap<Parameter, string>;
  readonly training: boolean;
  /** The name of the lengths of rows. Undefined for an input of the graph. */
  readonly lengths?: string | undefined;
}

/** Writes the nodes of a network into a graph. */
export function emitNetwork(graph: GraphBuilder, parts: NetworkParts): EmittedNetwork {
  const { nodes, input, output, training } = parts;
  const randomInputs: RandomInput[] = [];
  const random = (numbers: RandomNumbers): string => {
    const name = graph.input(`random${randomInputs.length}`, ["batch", numbers.size]);
    randomInputs.push({ name, ...numbers });
    return name;
  };
  const values = new Map([[input, shapeInput(graph, parts)]]);
  const paddings = new Map<SymbolicTensor, Padding>();
  if (input.hasLengths) {
    const { lengths = graph.input("lengths", ["batch"]) } = parts;
    paddings.set(input, new Padding(graph, lengths, input.shape[0]!));
  }
  const parameters = new Map(parts.parameters);

  const emittedNodes = nodes.map((node): EmittedNode => {
    const { operation, inputs, output } = node;
    const padding = paddingOf(node, paddings);
    const emitted = operation.emit(
      {
        graph,
        input: inputs[0]!,
        inputs,
        output,
        parameters: node.parameters.map((parameter) => parameters.get(parameter)!),
        training,
        padding,
        paddings: inputs.map((tensor) => paddings.get(tensor)),
        random,
      },
      ...inputs.map((tensor) => values.get(tensor)!),
    );
    values.set(output, emitted.output);
    if (output.hasLengths) paddings.set(output, paddingBehind(node, padding!));
    const statistics = node.parameters.filter(({ trainable }) => !trainable);
    for (const [i, name] of (emitted.statistics ?? []).entries()) {
      parameters.set(statistics[i]!, name);
    }
    return { node, emitted };
  });
  const statistics = [...parameters].filter(([{ trainable }]) => !trainable);
  const trainable = [...parameters.keys()].filter((parameter) => parameter.trainable);
  return {
    output: channelsLast(graph, values.get(output)!, output),
    randomInputs,
    state: training ? statistics.map(([, name]) => name) : [],
    backward(gradient) {
      const inner = fromChannelsLast(graph, gradient, output);
      return backward(graph, emittedNodes, output, inner, trainable);
    },
  };
}

function shapeInput(graph: GraphBuilder, { input, features }: NetworkParts): string {
  if (input.shape.length === 1) return features;
  return fromChannelsLast(graph, graph.reshape(features, [-1, ...input.shape]), input);
}

/** The padding of a node's input. Of several inputs, that of the first which is as long as the output. */
function paddingOf(
  { operation, inputs, output }: Node,
  paddings: ReadonlyMap<SymbolicTensor, Padding>,
): Padding | undefined {
  if (operation.merges !== true) return paddings.get(inputs[0]!);
  const asLong = inputs.find(
    (tensor) => paddings.has(tensor) && tensor.shape[0] === output.shape[0],
  );
  return asLong && paddings.get(asLong);
}

function paddingBehind({ operation, inputs, output }: Node, padding: Padding): Padding {
  const rule = operation.lengths?.(...inputs) ?? "kept";
  return typeof rule === "string" ? padding : padding.through(rule, output.shape[0]!);
}
