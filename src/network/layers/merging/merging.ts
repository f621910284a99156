import { AffektError } from "../../../errors.ts";
import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import { createLayer, LAYER, type LayerOptions } from "../../layer.ts";
import type { Operation } from "../../operation.ts";
import { axisOf, liesAlike, reshaped } from "../../operations/layout.ts";
import { formatShape, type Shape } from "../../shape.ts";
import type { Layer } from "../../symbolic-tensor.ts";
import type { TensorSpec } from "../../tensor-spec.ts";

/** The sum of several tensors, Keras' `Add`. Dimensions of 1 and missing first ones are repeated. */
export function add(options: LayerOptions = {}): Layer {
  return createLayer("add", LAYER, options, () => [
    elementwise("add", (graph, values) => ({
      output: values.reduce((sum, value) => graph.add(sum, value)),
      gradients: (gradient) => values.map(() => gradient),
    })),
  ]);
}

/** The product of several tensors, Keras' `Multiply`. Dimensions of 1 and missing first ones are repeated. */
export function multiply(options: LayerOptions = {}): Layer {
  const product = (graph: GraphBuilder, values: readonly string[]): string =>
    values.reduce((result, value) => graph.mul(result, value));
  return createLayer("multiply", LAYER, options, () => [
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
    output: (...inputs) => inputs.reduce(broadcast),
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

/** The spec that two tensors have together. Its layout is that of the one with more dimensions. */
function broadcast(a: TensorSpec, b: TensorSpec): TensorSpec {
  const [more, fewer] = a.shape.length < b.shape.length ? [b, a] : [a, b];
  const aligned = withLeading(fewer.shape, more.shape);
  const shape = more.shape.map((dim, i) => {
    const other = aligned[i]!;
    if (dim === other || other === 1) return dim;
    if (dim === 1) return other;
    throw new AffektError(
      "invalid-argument",
      `takes tensors whose shapes agree or are 1, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
    );
  });
  return { shape, layout: more.layout };
}

/** A shape with as many dimensions as another, of which the first ones are 1. */
function withLeading(shape: Shape, { length: rank }: Shape): Shape {
  return [...Array<number>(rank - shape.length).fill(1), ...shape];
}

/** The spec of an input with the dimensions and the layout of the output. */
function alignedSpec({ shape }: TensorSpec, output: TensorSpec): TensorSpec {
  return { shape: withLeading(shape, output.shape), layout: output.layout };
}

function isAligned({ shape, layout }: TensorSpec, output: TensorSpec): boolean {
  return shape.length === output.shape.length && liesAlike(layout, output.layout);
}

function align(graph: GraphBuilder, value: string, input: TensorSpec, output: TensorSpec): string {
  if (isAligned(input, output)) return value;
  return reshaped(graph, value, input, alignedSpec(input, output));
}

/** The gradient of an input from that of what it was repeated to. */
function sumRepeated(
  graph: GraphBuilder,
  gradient: string,
  input: TensorSpec,
  output: TensorSpec,
): string {
  const aligned = alignedSpec(input, output);
  const axes = aligned.shape.flatMap((dim, i) =>
    dim === output.shape[i] ? [] : [axisOf(output, i)],
  );
  const summed = axes.length === 0 ? gradient : graph.sum(gradient, axes, true);
  return isAligned(input, output) ? summed : reshaped(graph, summed, aligned, input);
}
