import { AffektError } from "../../../errors.ts";
import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import { layer, type Layer, type LayerOptions } from "../../layer.ts";
import { axisOf, reshaped } from "../../graphs/layout.ts";
import type { Operation } from "../../operation.ts";
import { formatShape, type Shape } from "../../shape.ts";

/** The sum of several values, Keras' `Add`; dimensions of 1 and missing first ones are repeated. */
export function add(options: LayerOptions = {}): Layer {
  return layer("add", options, [
    elementwise("add", (graph, values) => ({
      output: values.reduce((sum, value) => graph.add(sum, value)),
      gradients: (gradient) => values.map(() => gradient),
    })),
  ]);
}

/** The product of several values, Keras' `Multiply`; dimensions of 1 and missing first ones are repeated. */
export function multiply(options: LayerOptions = {}): Layer {
  const product = (graph: GraphBuilder, values: readonly string[]): string =>
    values.reduce((result, value) => graph.mul(result, value));
  return layer("multiply", options, [
    elementwise("multiply", (graph, values) => ({
      output: product(graph, values),
      gradients: (gradient) =>
        values.map((_, i) => product(graph, [gradient, ...values.toSpliced(i, 1)])),
    })),
  ]);
}

type Elementwise = (
  graph: GraphBuilder,
  values: readonly string[],
) => { readonly output: string; gradients(gradient: string): string[] };

function elementwise(kind: string, write: Elementwise): Operation {
  return {
    kind,
    merges: true,
    outputShape: (...inputs) => inputs.reduce((a, b) => broadcast(a, b)),
    emit({ graph, inputs, output }, ...values) {
      const written = write(
        graph,
        values.map((value, i) => align(graph, value, inputs[i]!, output)),
      );
      return {
        output: written.output,
        backward: (gradient) => ({
          inputs: written
            .gradients(gradient)
            .map((whole, i) => sumRepeated(graph, whole, inputs[i]!, output)),
        }),
      };
    },
  };
}

/** The shape that two values have together. */
function broadcast(a: Shape, b: Shape): Shape {
  const [more, fewer] = a.length < b.length ? [b, a] : [a, b];
  const aligned = withLeading(fewer, more);
  return more.map((dim, i) => {
    const other = aligned[i]!;
    if (dim === other || other === 1) return dim;
    if (dim === 1) return other;
    throw new AffektError(
      "invalid-argument",
      `takes values whose shapes agree or are 1, got ${formatShape(a)} and ${formatShape(b)}`,
    );
  });
}

/** A shape with as many dimensions as another, of which the first ones are 1. */
function withLeading(shape: Shape, { length: rank }: Shape): Shape {
  return [...Array<number>(rank - shape.length).fill(1), ...shape];
}

function align(graph: GraphBuilder, value: string, shape: Shape, output: Shape): string {
  if (shape.length === output.length) return value;
  return reshaped(graph, value, shape, withLeading(shape, output));
}

/** The gradient of a value from that of what it was repeated to. */
function sumRepeated(graph: GraphBuilder, gradient: string, shape: Shape, output: Shape): string {
  const aligned = withLeading(shape, output);
  const axes = aligned.flatMap((dim, i) => (dim === output[i] ? [] : [axisOf(output, i)]));
  const summed = axes.length === 0 ? gradient : graph.sum(gradient, axes, true);
  return shape.length === output.length ? summed : reshaped(graph, summed, aligned, shape);
}
