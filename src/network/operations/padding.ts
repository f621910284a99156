import type { GraphBuilder } from "../onnx/graph-builder.ts";
import type { TensorSpec } from "../tensor-spec.ts";

/** Windows over a sequence. An output frame counts when its whole window of `size` frames does. */
export interface WindowRule {
  readonly size: number;
  readonly strides: number;
}

/** The effect of an operation on the lengths of sequences: none, that of windows, or its output is no sequence any more. */
export type LengthRule = "kept" | "ended" | WindowRule;

/** Below every value that a network has. */
const LOWEST = -1e30;

/** The padding of sequences in a graph. The first dimension of a tensor is time, and frames behind a sequence's length are padding. */
export class Padding {
  /** Frames of each sequence, [batch]. */
  readonly lengths: string;
  readonly #graph: GraphBuilder;
  readonly #frames: number;
  readonly #masks = new Map<string, string>();

  constructor(graph: GraphBuilder, lengths: string, frames: number) {
    this.#graph = graph;
    this.lengths = lengths;
    this.#frames = frames;
  }

  /** 1 for a sequence's own frames and 0 for padding, with dimensions that broadcast to a tensor. */
  mask({ shape, layout }: TensorSpec): string {
    const graph = this.#graph;
    const dims =
      layout === "image"
        ? [-1, 1, this.#frames, 1]
        : [-1, this.#frames, ...Array<number>(shape.length - 1).fill(1)];
    const known = this.#masks.get(dims.join());
    if (known !== undefined) return known;
    const frames = graph.floats(Array.from({ length: this.#frames }, (_, frame) => frame));
    const inside = graph.op("Less", [frames, graph.reshape(this.lengths, [-1, 1])]);
    const mask = graph.reshape(graph.cast(inside), dims);
    this.#masks.set(dims.join(), mask);
    return mask;
  }

  /** A tensor with zeros for padding. */
  clear(x: string, spec: TensorSpec): string {
    return this.#graph.mul(x, this.mask(spec));
  }

  /** A tensor with padding that is below everything else. */
  lower(x: string, spec: TensorSpec): string {
    const graph = this.#graph;
    const outside = graph.sub(graph.scalar(1), this.mask(spec));
    return graph.add(x, graph.mul(outside, graph.scalar(LOWEST)));
  }

  /** Sequences [time, batch, …] from their last frame to their first one. Padding stays where it is. */
  reverse(x: string): string {
    const lengths = this.#graph.integersOf(this.lengths);
    return this.#graph.op("ReverseSequence", [x, lengths], { time_axis: 0, batch_axis: 1 });
  }

  /** The padding of the `frames` frames that windows over the sequences give. At least one frame counts. */
  through({ size, strides }: WindowRule, frames: number): Padding {
    const graph = this.#graph;
    if (size === 1 && strides === 1) return this;
    const last = graph.div(graph.sub(this.lengths, graph.scalar(size)), graph.scalar(strides));
    const count = graph.add(graph.op("Floor", [last]), graph.scalar(1));
    return new Padding(graph, graph.max(count, graph.scalar(1)), frames);
  }
}
