import { backward, type EmittedStep } from "./backward.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";
import type { Wire } from "../layer.ts";
import { channelsLast, fromChannelsLast } from "./layout.ts";
import { Padding } from "./padding.ts";
import type { PlacedParameter, PlacedStep } from "../parameters.ts";
import type { RandomInput, RandomNumbers } from "./random-input.ts";
import { soleReaders } from "./readers.ts";

/** A network written into a graph. */
export interface EmittedNetwork {
  readonly output: string;
  readonly randomInputs: readonly RandomInput[];
  /** While training: what the parameters that are not trainable become, in their order. */
  readonly state: readonly string[];
  /** Writes the gradients of the trainable parameters, in their order, given that of the output. */
  backward(gradient: string): readonly string[];
}

/** What is written into a graph. */
export interface NetworkParts {
  readonly steps: readonly PlacedStep[];
  readonly input: Wire;
  readonly output: Wire;
  /** The name of the input's values, [batch, columns] or [batch, ...shape]. */
  readonly features: string;
  /** The names of all parameters, in the order of the flat vector. */
  readonly parameters: ReadonlyMap<PlacedParameter, string>;
  readonly training: boolean;
}

/** Writes the steps of a network into a graph. */
export function emitNetwork(graph: GraphBuilder, parts: NetworkParts): EmittedNetwork {
  const { steps, input, output, training } = parts;
  const randomInputs: RandomInput[] = [];
  const random = (numbers: RandomNumbers): string => {
    const name = graph.input(`random${randomInputs.length}`, ["batch", numbers.size]);
    randomInputs.push({ name, ...numbers });
    return name;
  };
  const values = new Map<Wire, string>([[input, shapeInput(graph, parts)]]);
  const paddings = new Map<Wire, Padding>();
  if (input.hasLengths) {
    paddings.set(input, new Padding(graph, graph.input("lengths", ["batch"]), input.shape[0]!));
  }
  const parameters = new Map(parts.parameters);
  const readers = soleReaders(steps, output);
  const inOrder = new Set<Wire>();

  const emittedSteps = steps.map((step): EmittedStep => {
    const { operation, inputs, output } = step;
    const shapes = inputs.map(({ shape }) => shape);
    const padding = paddingOf(step, paddings);
    const reader = operation.takesSteps && readers.get(output)?.operation;
    const order = reader?.steps?.(output.shape);
    if (order !== undefined) inOrder.add(output);
    const emitted = operation.emit(
      {
        graph,
        input: shapes[0]!,
        inputs: shapes,
        output: output.shape,
        parameters: step.parameters.map((parameter) => parameters.get(parameter)!),
        training,
        padding,
        steps: order,
        ordered: inOrder.has(inputs[0]!),
        random,
      },
      ...inputs.map((wire) => values.get(wire)!),
    );
    values.set(output, emitted.output);
    if (output.hasLengths) paddings.set(output, paddingBehind(step, padding!));
    const statistics = step.parameters.filter(({ trainable }) => !trainable);
    for (const [i, name] of (emitted.statistics ?? []).entries()) {
      parameters.set(statistics[i]!, name);
    }
    return { step, emitted };
  });
  const statistics = [...parameters].filter(([{ trainable }]) => !trainable);
  const trainable = [...parameters.keys()].filter((parameter) => parameter.trainable);
  return {
    output: channelsLast(graph, values.get(output)!, output.shape),
    randomInputs,
    state: training ? statistics.map(([, name]) => name) : [],
    backward(gradient) {
      const inner = fromChannelsLast(graph, gradient, output.shape);
      return backward(graph, emittedSteps, output, inner, trainable);
    },
  };
}

function shapeInput(graph: GraphBuilder, { input: { shape }, features }: NetworkParts): string {
  if (shape.length === 1) return features;
  return fromChannelsLast(graph, graph.reshape(features, [-1, ...shape]), shape);
}

/** What is padding in a step's input; of several, in the first that is as long as the output. */
function paddingOf(
  { operation, inputs, output }: PlacedStep,
  paddings: ReadonlyMap<Wire, Padding>,
): Padding | undefined {
  if (operation.merges !== true) return paddings.get(inputs[0]!);
  const asLong = inputs.find((wire) => paddings.has(wire) && wire.shape[0] === output.shape[0]);
  return asLong && paddings.get(asLong);
}

function paddingBehind({ operation, inputs, output }: PlacedStep, padding: Padding): Padding {
  const rule = operation.lengths?.(...inputs.map(({ shape }) => shape)) ?? "kept";
  return typeof rule === "string" ? padding : padding.through(rule, output.shape[0]!);
}
