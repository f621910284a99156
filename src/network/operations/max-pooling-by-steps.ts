import { castToFloat, isPositive } from "../graphs/comparisons.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";
import type { Emission, Operation } from "../operation.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { fittingGrid, lengthRule, type WindowOptions } from "./geometry.ts";
import { checkRank } from "../layers/rank.ts";
import { gatherSteps } from "./steps.ts";

/** Max-pooling over time in windows that do not overlap, as fusions know it. */
export interface MaxPoolingBySteps extends Operation {
  readonly kind: "maxPoolingBySteps";
  readonly poolSize: number;
}

/** Whether an operation is a `maxPoolingBySteps`. */
export function isMaxPoolingBySteps(operation: Operation): operation is MaxPoolingBySteps {
  return operation.kind === "maxPoolingBySteps";
}

/**
 * The highest value of every `poolSize` time steps, [time, channels] → [time / poolSize, channels], faster than `maxPooling`: the first steps
 * of all pools are compared with the second ones and so on. Where steps of a pool share the highest value, each gets the whole gradient (Keras: the first).
 */
export function maxPoolingBySteps(poolSize: number): MaxPoolingBySteps {
  const window: WindowOptions = {
    kernelSize: poolSize,
    strides: poolSize,
    dilationRate: 1,
    padding: "valid",
  };
  return {
    kind: "maxPoolingBySteps",
    poolSize,
    outputShape(input) {
      checkRank(input, ["time", "channels"]);
      return [fittingGrid(input, 0, window).count, input[1]!];
    },
    lengths: () => lengthRule(window),
    steps: ([time = 0]) => stepsByPhase(time, poolSize),
    emit(emission, x) {
      const { graph, output } = emission;
      const blocks = blocksByPhase(emission, x, poolSize);
      const highest = maxOfPhases(graph, blocks);
      return {
        output: graph.reshape(highest, [-1, ...output]),
        backward: (gradient) => ({
          inputs: [spreadGradient(emission, poolSize, { blocks, highest, gradient })],
        }),
      };
    },
  };
}

/**
 * `relu`, `dropout` and `maxPoolingBySteps` as one operation with the same values: the highest of rectified values is the
 * rectified highest value, which moves the ReLU and its gradient to a `poolSize`th of the values. Where a pool's highest value is above zero, its dropout
 * factor is 1 / (1 - rate), and where not, its gradient is zero: dropout's backward pass is a factor too.
 */
export function reluDropoutMaxPooling(
  rate: number,
  { poolSize, ...pooling }: MaxPoolingBySteps,
): Operation {
  return {
    ...pooling,
    emit(emission, x) {
      const { graph, output: shape, training, random } = emission;
      const dropped = training && rate > 0;
      const values = blocksByPhase(emission, x, poolSize);
      const size = poolSize * sizeOf(shape);
      const mask = (): string => {
        const factors = random({ size, distribution: { kind: "dropout", rate } });
        return graph.reshape(factors, [-1, poolSize, sizeOf(shape)]);
      };
      const blocks = dropped ? graph.mul(values, mask()) : values;
      const highest = maxOfPhases(graph, blocks);
      const output = graph.reshape(graph.op("Relu", [highest]), [-1, ...shape]);
      return {
        output,
        backward(upper) {
          const passed = graph.mul(upper, isPositive(graph, output));
          const gradient = dropped ? graph.mul(passed, graph.scalar(1 / (1 - rate))) : passed;
          return { inputs: [spreadGradient(emission, poolSize, { blocks, highest, gradient })] };
        },
      };
    },
  };
}

/** Time steps with the first ones of all pools first, then the second ones …; steps behind the last whole pool are left out. */
function stepsByPhase(time: number, poolSize: number): number[] {
  const pools = Math.floor(time / poolSize);
  const count = pools * poolSize;
  return Array.from({ length: count }, (_, i) => (i % pools) * poolSize + Math.floor(i / pools));
}

/** [batch, time, channels] → [batch, poolSize, pools · channels]: pools run along the first of long runs of memory. */
function blocksByPhase({ graph, input, ordered }: Emission, x: string, poolSize: number): string {
  const [time = 0, channels = 0] = input;
  const steps = stepsByPhase(time, poolSize);
  const sorted = ordered ? x : gatherSteps(graph, x, { time, channels }, steps);
  return graph.reshape(sorted, [-1, poolSize, (steps.length / poolSize) * channels]);
}

function maxOfPhases(graph: GraphBuilder, blocks: string): string {
  return graph.op("ReduceMax", [blocks], { axes: [1], keepdims: 1 });
}

/** The pool's gradient at the steps that hold its highest value, in the order of the input. */
function spreadGradient(
  { graph, input, ordered }: Emission,
  poolSize: number,
  { blocks, highest, gradient }: { blocks: string; highest: string; gradient: string },
): string {
  const [time = 0, channels = 0] = input;
  const steps = stepsByPhase(time, poolSize);
  const isHighest = castToFloat(graph, graph.op("Equal", [blocks, highest]));
  const shape: Shape = [-1, 1, (steps.length / poolSize) * channels];
  const spread = graph.mul(isHighest, graph.reshape(gradient, shape));
  const sequence = graph.reshape(spread, [-1, steps.length, channels]);
  if (ordered) return sequence;
  const places = Array.from({ length: time }, (_, t) => steps.indexOf(t));
  return gatherSteps(graph, sequence, { time: steps.length, channels }, places);
}
