import { AffektError } from "../../errors.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import { castToFloat, isPositive } from "../comparisons.ts";
import { type Emission, type Emitted, type Layer, type Shape, sizeOf } from "../layer.ts";
import { gatherSteps } from "./steps.ts";

/** A max-pooling layer, as fusions know it. */
export interface MaxPooling1d extends Layer {
  readonly kind: "maxPooling1d";
  readonly poolSize: number;
}

/** Whether a layer is a `maxPooling1d`. */
export function isMaxPooling1d(layer: Layer): layer is MaxPooling1d {
  return layer.kind === "maxPooling1d";
}

/**
 * The highest value of every `poolSize` time steps, `[time, channels]` → `[time / poolSize, channels]`: Keras' `MaxPooling1D`
 * with its default stride and padding. Where steps of a pool share the highest value, each gets the whole gradient (Keras: the first).
 */
export function maxPooling1d(poolSize: number): MaxPooling1d {
  if (!Number.isInteger(poolSize) || poolSize < 1) {
    throw new AffektError(
      "invalid-argument",
      `maxPooling1d: poolSize must be an integer from 1, got ${poolSize}`,
    );
  }
  return {
    kind: "maxPooling1d",
    poolSize,
    outputShape(input) {
      const [time = 0, channels = 0] = input;
      if (input.length !== 2 || time < poolSize) {
        throw new AffektError(
          "invalid-argument",
          `takes [time, channels] with at least ${poolSize} time steps, got [${input.join(", ")}]`,
        );
      }
      return [Math.floor(time / poolSize), channels];
    },
    parameters: () => [],
    steps: ([time = 0]) => stepsByPhase(time, poolSize),
    emit(emission, x) {
      const blocks = blocksByPhase(emission, x, poolSize);
      const highest = maxOfPhases(emission.graph, blocks);
      return {
        output: emission.graph.reshape(highest, [-1, ...this.outputShape(emission.input)]),
        backward: (gradient) => ({
          input: spreadGradient(emission, poolSize, { blocks, highest, gradient }),
          parameters: [],
        }),
      };
    },
  };
}

/**
 * `relu`, `dropout` and `maxPooling1d` as one layer with the same values: the highest of rectified values is the
 * rectified highest value, which moves the ReLU and its gradient to a `poolSize`th of the values. Where a pool's highest value is above zero, its dropout
 * factor is 1 / (1 - rate), and where not, its gradient is zero: dropout's backward pass is a factor too.
 */
export function reluDropoutMaxPooling1d(
  rate: number,
  { poolSize, ...pooling }: MaxPooling1d,
): Layer {
  return {
    ...pooling,
    emit(emission, x): Emitted {
      const { graph, input, training, mask } = emission;
      const dropped = training && rate > 0;
      const values = blocksByPhase(emission, x, poolSize);
      const shape = pooling.outputShape(input);
      const blockShape = [-1, poolSize, sizeOf(shape)];
      const blocks = dropped
        ? graph.op("Mul", [values, graph.reshape(mask(poolSize * sizeOf(shape), rate), blockShape)])
        : values;
      const highest = maxOfPhases(graph, blocks);
      const output = graph.reshape(graph.op("Relu", [highest]), [-1, ...shape]);
      return {
        output,
        backward(upper) {
          const passed = graph.op("Mul", [upper, isPositive(graph, output)]);
          const gradient = dropped
            ? graph.op("Mul", [passed, graph.scalar(1 / (1 - rate))])
            : passed;
          return {
            input: spreadGradient(emission, poolSize, { blocks, highest, gradient }),
            parameters: [],
          };
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
  const sorted = ordered ? x : gatherSteps(graph, x, steps);
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
  const spread = graph.op("Mul", [isHighest, graph.reshape(gradient, shape)]);
  const sequence = graph.reshape(spread, [-1, steps.length, channels]);
  if (ordered) return sequence;
  const places = Array.from({ length: time }, (_, t) => steps.indexOf(t));
  return gatherSteps(graph, sequence, places);
}
