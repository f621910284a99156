import { AffektError } from "../../errors.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";

/** How gradients are kept small, by Keras' names; at most one of them. */
export interface ClippingSettings {
  /** The largest norm of each parameter array's gradient. */
  readonly clipNorm?: number;
  /** The largest norm of all gradients together (Pascanu et al. 2013, https://arxiv.org/abs/1211.5063). */
  readonly globalClipNorm?: number;
  /** The largest amount of any value of a gradient. */
  readonly clipValue?: number;
}

/** Errors: `invalid-argument` where more than one way of clipping is asked for. */
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
  const joined = parts.length === 1 ? parts[0]! : graph.op("Concat", parts, { axis: 0 });
  if (globalClipNorm !== undefined) return withNorm(graph, joined, globalClipNorm);
  if (clipValue === undefined) return joined;
  return graph.op("Clip", [joined, graph.scalar(-clipValue), graph.scalar(clipValue)]);
}

/** `values` scaled down to a norm of `most` where theirs is larger. */
function withNorm(graph: GraphBuilder, values: string, most: number): string {
  const norm = graph.op("ReduceL2", [values], { keepdims: 0 });
  const limit = graph.scalar(most);
  const factor = graph.op("Div", [limit, graph.op("Max", [norm, limit])]);
  return graph.op("Mul", [values, factor]);
}
