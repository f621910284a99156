import * as v from "valibot";
import { AffektError } from "../../errors.ts";
import { number } from "../../options/schema.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";

/** Limits of gradients, by Keras' names. At most one of them can be set. `globalClipNorm` is by Pascanu et al. 2013, https://arxiv.org/abs/1211.5063. */
export const CLIPPING = {
  clipNorm: v.optional(
    number({ text: "largest norm of the gradient of each parameter array", above: 0 }),
  ),
  globalClipNorm: v.optional(number({ text: "largest norm of all gradients together", above: 0 })),
  clipValue: v.optional(number({ text: "largest amount of a value of a gradient", above: 0 })),
};

/** Limits of gradients, by Keras' names. At most one of them can be set. */
export type ClippingSettings = Readonly<
  v.InferInput<v.StrictObjectSchema<typeof CLIPPING, undefined>>
>;

/** @throws {AffektError} `invalid-argument` when more than one limit is set. */
export function checkClipping({ clipNorm, globalClipNorm, clipValue }: ClippingSettings): void {
  const asked = Object.entries({ clipNorm, globalClipNorm, clipValue }).filter(
    ([, value]) => value !== undefined,
  );
  if (asked.length <= 1) return;
  throw new AffektError(
    "invalid-argument",
    `training: only one of clipNorm, globalClipNorm and clipValue can be set, got ${asked.map(([name]) => name).join(" and ")}`,
  );
}

/** The gradients of all parameters, each flat, clipped and joined to one flat vector. */
export function joinClipped(
  graph: GraphBuilder,
  gradients: readonly string[],
  { clipNorm, globalClipNorm, clipValue }: ClippingSettings,
): string {
  const parts =
    clipNorm === undefined
      ? gradients
      : gradients.map((gradient) => withNorm(graph, gradient, clipNorm));
  const joined = graph.concat(parts, 0);
  if (globalClipNorm !== undefined) return withNorm(graph, joined, globalClipNorm);
  if (clipValue === undefined) return joined;
  return graph.op("Clip", [joined, graph.scalar(-clipValue), graph.scalar(clipValue)]);
}

/** `values` scaled down to a norm of at most `limit`. */
function withNorm(graph: GraphBuilder, values: string, limit: number): string {
  const norm = graph.op("ReduceL2", [values], { keepdims: 0 });
  const most = graph.scalar(limit);
  return graph.mul(values, graph.div(most, graph.max(norm, most)));
}
