import { AffektError } from "../../errors.ts";
import { fansOf, type Initializer } from "../initializers.ts";
import type { Emission, Operation, ParameterSpec } from "../operation.ts";
import { assertLayout, type TensorSpec } from "../tensor-spec.ts";

/** Options of `attention`. */
export interface AttentionOptions {
  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim?: number | undefined;
  readonly outputShape?: number | undefined;
  readonly dropout: number;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
}

const PARTS = ["query", "value", "key"] as const;

/** Below every score of attention. */
const LOWEST = -1e30;

/** Keras' multi-head attention of a query to values and keys, all [frames, channels]. */
export function attention(options: AttentionOptions): Operation {
  const { numHeads: heads, keyDim, useBias, dropout: rate } = options;
  const valueDim = options.valueDim ?? keyDim;
  const outputOf = (query: TensorSpec): number => options.outputShape ?? query.shape[1]!;
  return {
    kind: "attention",
    merges: true,
    output(...inputs) {
      const [query, value, key] = threeOf(inputs);
      for (const spec of [query, value, key]) assertLayout(spec, "sequence");
      if (inputs.length > 3 || value.shape[0] !== key.shape[0]) {
        const found = inputs.length > 3 ? `${inputs.length} tensors` : "others";
        throw new AffektError(
          "invalid-argument",
          `takes a query, a value and a key, of which value and key have as many frames, got ${found}`,
        );
      }
      return { shape: [query.shape[0]!, outputOf(query)], layout: "sequence" };
    },
    parameters(...inputs) {
      const [query, value, key] = threeOf(inputs);
      const [keys, values] = [
        [heads, keyDim],
        [heads, valueDim],
      ];
      return [
        ...projection("query", [query.shape[1]!, ...keys], keys),
        ...projection("key", [key.shape[1]!, ...keys], keys),
        ...projection("value", [value.shape[1]!, ...values], values),
        ...projection("output", [...values, outputOf(query)], [outputOf(query)]),
      ];
    },
    emit(emission, ...given) {
      const { graph, inputs, output, training, random } = emission;
      const [query, value, key] = threeOf(inputs);
      const [q, v, k] = threeOf(given);
      const step = useBias ? 2 : 1;
      const own = (i: number): readonly string[] =>
        emission.parameters.slice(i * step, (i + 1) * step);
      const projected = {
        query: intoHeads(emission, q, query, own(0), [heads, keyDim]),
        key: intoHeads(emission, k, key, own(1), [heads, keyDim]),
        value: intoHeads(emission, v, value, own(2), [heads, valueDim]),
      };
      const scale = graph.scalar(1 / Math.sqrt(keyDim));
      const scaled = graph.mul(projected.query.output, scale);
      const keys = projected.key.output;
      const values = projected.value.output;
      const scores = graph.op("MatMul", [scaled, graph.transpose(keys, [0, 1, 3, 2])]);
      const weights = graph.op("Softmax", [lowered(emission, scores)], { axis: -1 });
      const [frames, others] = [query.shape[0]!, value.shape[0]!];
      const factors =
        training && rate > 0
          ? graph.reshape(
              random({ size: heads * frames * others, distribution: { kind: "dropout", rate } }),
              [-1, heads, frames, others],
            )
          : undefined;
      const dropped = factors === undefined ? weights : graph.mul(weights, factors);
      const attended = graph.op("MatMul", [dropped, values]); // [batch, heads, frames, valueDim]
      const rows = graph.reshape(graph.transpose(attended, [0, 2, 1, 3]), [-1, heads * valueDim]);
      const [kernel = "", ...bias] = own(3);
      const channels = output.shape[1]!;
      const flat = graph.reshape(kernel, [heads * valueDim, channels]);
      return {
        output: graph.reshape(graph.op("Gemm", [rows, flat, ...bias]), [-1, frames, channels]),
        backward(gradient, wantInputs) {
          const upper = graph.reshape(gradient, [-1, channels]);
          const ofOutput = [
            graph.reshape(graph.op("Gemm", [rows, upper], { transA: 1 }), [
              heads,
              valueDim,
              channels,
            ]),
            ...(useBias ? [graph.sum(upper, [0])] : []),
          ];
          const lower = graph.op("Gemm", [upper, flat], { transB: 1 });
          const dAttended = graph.transpose(
            graph.reshape(lower, [-1, frames, heads, valueDim]),
            [0, 2, 1, 3],
          );
          const dValues = graph.op("MatMul", [graph.transpose(dropped, [0, 1, 3, 2]), dAttended]);
          const dDropped = graph.op("MatMul", [dAttended, graph.transpose(values, [0, 1, 3, 2])]);
          const dWeights = factors === undefined ? dDropped : graph.mul(dDropped, factors);
          const total = graph.sum(graph.mul(dWeights, weights), [3], true);
          const dScores = graph.mul(weights, graph.sub(dWeights, total));
          const dQuery = graph.mul(graph.op("MatMul", [dScores, keys]), scale);
          const dKeys = graph.op("MatMul", [graph.transpose(dScores, [0, 1, 3, 2]), scaled]);
          const found = {
            query: projected.query.backward(dQuery, wantInputs),
            key: projected.key.backward(dKeys, wantInputs),
            value: projected.value.backward(dValues, wantInputs),
          };
          return {
            parameters: [
              ...found.query.parameters,
              ...found.key.parameters,
              ...found.value.parameters,
              ...ofOutput,
            ],
            ...(wantInputs && {
              inputs: sumsBy(
                emission,
                PARTS.map((part) => found[part].input!),
              ),
            }),
          };
        },
      };
    },
  };

  function projection(name: string, shape: number[], bias: number[]): ParameterSpec[] {
    const fans = fansOf(shape);
    const { kernelInitializer, biasInitializer } = options;
    return [
      { name: `${name}Kernel`, kind: "kernel", shape, initializer: kernelInitializer, ...fans },
      ...(useBias
        ? [
            {
              name: `${name}Bias`,
              kind: "bias" as const,
              shape: bias,
              initializer: biasInitializer,
              ...fans,
            },
          ]
        : []),
    ];
  }
}

/** Query, value and key of one, two or three. */
function threeOf<T>(given: readonly T[]): [T, T, T] {
  const [query, value = query, key = value] = given as readonly [T, T?, T?];
  return [query, value, key];
}

/** The gradients of one, two or three inputs from those of query, value and key. */
function sumsBy({ graph, inputs }: Emission, gradients: readonly string[]): string[] {
  const last = inputs.length - 1;
  return inputs.map((_, i) =>
    gradients.slice(i, i === last ? undefined : i + 1).reduce((sum, one) => graph.add(sum, one)),
  );
}

/** Scores [batch, heads, frames, others], very low where the others are padding. */
function lowered({ graph, paddings, inputs }: Emission, scores: string): string {
  const [, padding, ofKeys] = threeOf(paddings);
  const used = padding ?? ofKeys;
  if (used === undefined) return scores;
  const [, value] = threeOf(inputs);
  const mask = used.mask({ shape: value.shape, layout: "plain" }); // [batch, others, 1]
  const outside = graph.mul(graph.sub(graph.scalar(1), mask), graph.scalar(LOWEST));
  return graph.add(scores, graph.reshape(outside, [-1, 1, 1, value.shape[0]!]));
}

/** Frames [batch, frames, channels] in heads: [batch, heads, frames, dim]. */
function intoHeads(
  { graph }: Emission,
  x: string,
  { shape: [frames = 0, channels = 0] }: TensorSpec,
  [kernel = "", ...bias]: readonly string[],
  [heads, dim]: readonly [number, number],
) {
  const width = heads * dim;
  const rows = graph.reshape(x, [-1, channels]);
  const flat = graph.reshape(kernel, [channels, width]);
  const flatBias = bias.map((one) => graph.reshape(one, [width]));
  const split = graph.reshape(graph.op("Gemm", [rows, flat, ...flatBias]), [
    -1,
    frames,
    heads,
    dim,
  ]);
  return {
    output: graph.transpose(split, [0, 2, 1, 3]),
    backward(gradient: string, wantInput: boolean) {
      const upper = graph.reshape(graph.transpose(gradient, [0, 2, 1, 3]), [-1, width]);
      const learned = graph.op("Gemm", [rows, upper], { transA: 1 });
      return {
        parameters: [
          graph.reshape(learned, [channels, heads, dim]),
          ...bias.map(() => graph.reshape(graph.sum(upper, [0]), [heads, dim])),
        ],
        ...(wantInput && {
          input: graph.reshape(graph.op("Gemm", [upper, flat], { transB: 1 }), [
            -1,
            frames,
            channels,
          ]),
        }),
      };
    },
  };
}
