import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import type { Emission, Operation } from "../../operation.ts";
import { assertLayout } from "../../tensor-spec.ts";
import type { Padding } from "../padding.ts";
import type { RecurrentCell } from "./recurrent-cell.ts";

/** A cell that runs over sequences in one direction. */
export interface RecurrentPass {
  readonly cell: RecurrentCell;
  /** From the last frame to the first one. */
  readonly backwards: boolean;
  /** Share of the state's units that are dropped where it is multiplied, the same in all frames: Gal and Ghahramani 2016, https://arxiv.org/abs/1512.05287. */
  readonly recurrentDropout: number;
}

/** Keras' ways to join the outputs of two directions. */
export const MERGE_MODES = ["concat", "sum", "mul", "ave"] as const;

/** One of `MERGE_MODES`. */
export type MergeMode = (typeof MERGE_MODES)[number];

/** Options of `recurrence`. */
export interface RecurrenceOptions {
  readonly returnSequences: boolean;
  /** The output of a pass backwards begins with that of the last frame. */
  readonly inTurn: boolean;
}

/** A cell over the frames of sequences: [time, channels] → [units], or [time, units]. Padding is ignored. */
export function recurrence(pass: RecurrentPass, options: RecurrenceOptions): Operation {
  const { cell } = pass;
  return {
    kind: "recurrence",
    output(input) {
      assertLayout(input, "sequence");
      return outputOf(input.shape[0]!, cell.units, options.returnSequences);
    },
    lengths: () => (options.returnSequences ? "kept" : "ended"),
    parameters: ({ shape: [, channels = 0] }) => cell.parameters(channels),
    emit: (emission, x) => emitPass(emission, x, emission.parameters, pass, options),
  };
}

/** Two cells over the same sequences, one from each end, whose outputs are joined. */
export function bidirectionalRecurrence(
  passes: readonly [RecurrentPass, RecurrentPass],
  returnSequences: boolean,
  mode: MergeMode,
): Operation {
  const [{ cell: first }, { cell: second }] = passes;
  const named = (cell: RecurrentCell, prefix: string, channels: number) =>
    cell.parameters(channels).map((spec) => ({
      ...spec,
      name: prefix + spec.name[0]!.toUpperCase() + spec.name.slice(1),
    }));
  return {
    kind: "bidirectional",
    output(input) {
      assertLayout(input, "sequence");
      const units = mode === "concat" ? first.units + second.units : first.units;
      return outputOf(input.shape[0]!, units, returnSequences);
    },
    lengths: () => (returnSequences ? "kept" : "ended"),
    parameters: ({ shape: [, channels = 0] }) => [
      ...named(first, "forward", channels),
      ...named(second, "backward", channels),
    ],
    emit(emission, x) {
      const { graph, parameters } = emission;
      const half = parameters.length / 2;
      const each = passes.map((pass, i) => {
        const own = parameters.slice(i * half, (i + 1) * half);
        return emitPass(emission, x, own, pass, { returnSequences, inTurn: false });
      });
      const values = each.map(({ output }) => output) as [string, string];
      const joined = join(graph, values, mode, {
        axis: returnSequences ? 2 : 1,
        units: first.units,
      });
      return {
        output: joined.output,
        backward(gradient, wantInputs) {
          const found = joined
            .gradients(gradient)
            .map((upper, i) => each[i]!.backward(upper, wantInputs));
          const inputs = found.flatMap((one) => one.inputs ?? []);
          return {
            parameters: found.flatMap((one) => one.parameters ?? []),
            ...(wantInputs && { inputs: [graph.add(inputs[0]!, inputs[1]!)] }),
          };
        },
      };
    },
  };
}

function outputOf(time: number, units: number, returnSequences: boolean) {
  return returnSequences
    ? ({ shape: [time, units], layout: "sequence" } as const)
    : ({ shape: [units], layout: "vector" } as const);
}

function join(
  graph: GraphBuilder,
  [a, b]: readonly [string, string],
  mode: MergeMode,
  { axis, units }: { readonly axis: number; readonly units: number },
): { readonly output: string; gradients(gradient: string): string[] } {
  switch (mode) {
    case "concat":
      return {
        output: graph.concat([a, b], axis),
        gradients: (gradient) => graph.split(gradient, [units, units], axis),
      };
    case "sum":
      return { output: graph.add(a, b), gradients: (gradient) => [gradient, gradient] };
    case "mul":
      return {
        output: graph.mul(a, b),
        gradients: (gradient) => [graph.mul(gradient, b), graph.mul(gradient, a)],
      };
    case "ave": {
      const halved = (x: string): string => graph.mul(x, graph.scalar(0.5));
      return {
        output: halved(graph.add(a, b)),
        gradients: (gradient) => [halved(gradient), halved(gradient)],
      };
    }
  }
}

/** Writes one pass. Inside, sequences are [time, batch, …], and each begins with the frame that comes first. */
function emitPass(
  { graph, input, padding, training, random }: Emission,
  x: string,
  parameters: readonly string[],
  { cell, backwards, recurrentDropout: rate }: RecurrentPass,
  { returnSequences, inTurn }: RecurrenceOptions,
) {
  const [time = 0, channels = 0] = input.shape;
  const { units } = cell;
  const turned = (value: string): string => graph.transpose(value, [1, 0, 2]);
  const reversed = (value: string): string =>
    backwards ? reverse(graph, value, time, padding) : value;
  const placed = (value: string): string => (inTurn ? value : reversed(value));
  const batch = graph.op("Shape", [x], { start: 0, end: 1 });
  const zeros = graph.op("Expand", [
    graph.scalar(0),
    graph.concat([batch, graph.integers([units])], 0),
  ]);
  const factors =
    training && rate > 0
      ? random({ size: units, distribution: { kind: "dropout", rate } })
      : undefined;
  const emitted = cell.emit({
    graph,
    x: reversed(turned(x)),
    time,
    channels,
    parameters,
    zeros,
    factors,
  });
  const isLast = returnSequences ? "" : lastFrames(graph, time, padding);
  return {
    output: returnSequences
      ? turned(placed(emitted.output))
      : graph.sum(graph.mul(emitted.output, isLast), [0]),
    backward(gradient: string, wantInputs: boolean) {
      const upper = returnSequences ? placed(turned(gradient)) : graph.mul(gradient, isLast);
      const { parameters, x } = emitted.backward(upper, wantInputs);
      return { parameters, ...(x !== undefined && { inputs: [turned(reversed(x))] }) };
    },
  };
}

/** 1 in the last frame of each sequence, else 0: [time, batch, 1] or, without padding, [time, 1, 1]. */
function lastFrames(graph: GraphBuilder, time: number, padding: Padding | undefined): string {
  const frames = graph.floats(
    Array.from({ length: time }, (_, frame) => frame + 1),
    [time, 1, 1],
  );
  const last =
    padding === undefined ? graph.scalar(time) : graph.reshape(padding.lengths, [1, -1, 1]);
  return graph.equals(frames, last);
}

/** Sequences [time, batch, …] from their last frame to their first one. Padding stays at the end. */
function reverse(
  graph: GraphBuilder,
  x: string,
  time: number,
  padding: Padding | undefined,
): string {
  if (padding !== undefined) return padding.reverse(x);
  const backwards = Array.from({ length: time }, (_, i) => time - 1 - i);
  return graph.op("Gather", [x, graph.integers(backwards)], { axis: 0 });
}
