import { expect } from "vitest";
import { Random } from "../../math/statistics/random.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";
import { createLayer, LAYER } from "../layer.ts";
import { type Network, network } from "../network.ts";
import { channelsLast, fromChannelsLast } from "../operations/layout.ts";
import type { Runtime, Session, Tensor } from "../runtime/runtime.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { input, type Layer, type SymbolicTensor } from "../symbolic-tensor.ts";
import { specOf, type TensorSpec } from "../tensor-spec.ts";

/** A function of tensors that is differentiated. */
export interface Subject {
  /** The shapes of the tensors. */
  readonly shapes: readonly Shape[];
  /** The layout of all tensors. Default: that of their shapes. */
  readonly layout?: "plain";
  readonly rows: number;
  /** Frames of each row that are no padding. */
  readonly lengths?: readonly number[];
  readonly describe: (...tensors: readonly SymbolicTensor[]) => SymbolicTensor;
}

/** A subject as a graph. Its tensors, the gradient of its output and its parameters are inputs, all gradients are outputs. */
export interface Differentiated {
  readonly network: Network;
  readonly session: Session;
  /** Random inputs, which may be changed. */
  readonly feeds: Readonly<Record<string, Tensor>>;
}

/** Writes a subject and its gradients into a graph. The tensors are parameters, so that their gradients come out too. */
export async function differentiate(
  runtime: Runtime,
  { shapes, layout, rows, lengths, describe }: Subject,
): Promise<Differentiated> {
  const start = lengths ? input([shapes[0]![0]!, 1], { lengths: true }) : input([1]);
  const specs = shapes.map((shape) => ({ ...specOf(shape), ...(layout && { layout }) }));
  const described = network(start, describe(...specs.map((spec) => given(rows, spec)(start))));
  const graph = new GraphBuilder();
  const features = graph.input("features", ["batch", described.columns]);
  const upper = graph.input("upper", ["batch", ...described.outputShape]);
  const names = described.parameters.map(({ name, shape }) => graph.input(name, shape));
  const emitted = described.emit(graph, features, names, { training: true });
  const output = (name: string, value: string, shape: readonly (number | string)[]): void =>
    graph.output(name, graph.op("Identity", [value]), shape);
  output("output", emitted.output, ["batch", ...described.outputShape]);
  const trainable = described.parameters.filter((one) => one.trainable);
  const rest = described.parameters.filter((one) => !one.trainable);
  for (const [i, gradient] of emitted.backward(upper).entries()) {
    output(`d ${trainable[i]!.name}`, gradient, trainable[i]!.shape);
  }
  for (const [i, state] of emitted.state.entries()) {
    output(`${rest[i]!.name} after`, state, rest[i]!.shape);
  }
  const random = new Random(5);
  const between = (low: number, high: number, dims: Shape): Tensor => ({
    data: Float32Array.from({ length: sizeOf(dims) }, () => low + (high - low) * random.uniform()),
    dims,
  });
  const feeds: Record<string, Tensor> = {
    features: between(0, 0, [rows, described.columns]),
    upper: between(-1, 1, [rows, ...described.outputShape]),
  };
  for (const { name, shape } of described.parameters) feeds[name] = between(-1, 1, shape);
  for (const { name, size, distribution } of emitted.randomInputs) {
    feeds[name] = between(-1, 1, [rows, size]);
    if (distribution.kind === "normal") continue;
    const { rate } = distribution;
    const { data } = feeds[name];
    data.forEach((value, i) => (data[i] = value < 2 * rate - 1 ? 0 : 1 / (1 - rate)));
  }
  if (lengths) feeds["lengths"] = { data: Float32Array.from(lengths), dims: [rows] };
  return { network: described, session: await runtime.createSession(graph.encode()), feeds };
}

/** A layer whose output is a parameter, whatever its input is. */
function given(rows: number, spec: TensorSpec): Layer {
  return createLayer("given", LAYER, {}, () => [
    {
      kind: "given",
      output: () => spec,
      parameters: () => [
        {
          name: "values",
          kind: "bias",
          shape: [rows, ...spec.shape],
          fanIn: 1,
          fanOut: 1,
          initializer: { name: "zeros" },
        },
      ],
      emit: ({ graph, parameters: [values = ""] }) => ({
        output: fromChannelsLast(graph, values, spec),
        backward: (gradient) => ({ parameters: [channelsLast(graph, gradient, spec)] }),
      }),
    },
  ]);
}

const STEP = 2e-3;
const TOLERANCE = 2e-3;

/** Compares all gradients with differences to the left and to the right. They lie between them, also where relu or max have a kink. */
export async function expectDifferences({
  network,
  session,
  feeds,
}: Differentiated): Promise<void> {
  const outputs = await session.run(feeds);
  const objective = async (): Promise<number> => {
    const { output } = await session.run(feeds);
    return output!.data.reduce((sum, value, i) => sum + value * feeds["upper"]!.data[i]!, 0);
  };
  const middle = await objective();
  for (const { name } of network.parameters.filter(({ trainable }) => trainable)) {
    const { data } = feeds[name]!;
    for (let i = 0; i < data.length; i++) {
      const kept = data[i]!;
      data[i] = kept - STEP;
      const left = (middle - (await objective())) / STEP;
      data[i] = kept + STEP;
      const right = ((await objective()) - middle) / STEP;
      data[i] = kept;
      const found = outputs[`d ${name}`]!.data[i]!;
      expect(found, `${name} ${i}`).toBeGreaterThan(Math.min(left, right) - TOLERANCE);
      expect(found, `${name} ${i}`).toBeLessThan(Math.max(left, right) + TOLERANCE);
    }
  }
}
