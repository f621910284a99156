import { castToFloat } from "./comparisons.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";
import type { Shape } from "../shape.ts";

/** Windows over a sequence: an output step counts where its whole window of `size` steps does. */
export interface WindowRule {
  readonly size: number;
  readonly strides: number;
}

/** How an operation changes the lengths of sequences: not, by windows, or its output is no sequence any more. */
export type LengthRule = "kept" | "ended" | WindowRule;

/** Below every value that a network has. */
const LOWEST = -1e30;

/** Which time steps, a value's first dimension, are a sequence's own and which are padding behind it. */
export class Padding {
  /** Steps of each sequence, [batch]. */
  readonly lengths: string;
  readonly #graph: GraphBuilder;
  readonly #steps: number;
  readonly #masks = new Map<string, string>();

  constructor(graph: GraphBuilder, lengths: string, steps: number) {
    this.#graph = graph;
    this.lengths = lengths;
    this.#steps = steps;
  }

  /** 1 for a sequence's own steps and 0 for padding, with dimensions that go with a value of this shape. */
  mask({ length: rank }: Shape): string {
    const graph = this.#graph;
    const dims =
      rank === 3 ? [-1, 1, this.#steps, 1] : [-1, this.#steps, ...Array<number>(rank - 1).fill(1)];
    const known = this.#masks.get(dims.join());
    if (known !== undefined) return known;
    const steps = graph.floats(Array.from({ length: this.#steps }, (_, step) => step));
    const inside = graph.op("Less", [steps, graph.reshape(this.lengths, [-1, 1])]);
    const mask = graph.reshape(castToFloat(graph, inside), dims);
    this.#masks.set(dims.join(), mask);
    return mask;
  }

  /** A value of this shape with zeros for padding. */
  clear(x: string, shape: Shape): string {
    return this.#graph.mul(x, this.mask(shape));
  }

  /** A value of this shape with padding that is below everything else. */
  lower(x: string, shape: Shape): string {
    const graph = this.#graph;
    const outside = graph.sub(graph.scalar(1), this.mask(shape));
    return graph.add(x, graph.mul(outside, graph.scalar(LOWEST)));
  }

  /** What is padding after windows were put over the sequences, of which `steps` came out. At least one step counts. */
  through({ size, strides }: WindowRule, steps: number): Padding {
    const graph = this.#graph;
    if (size === 1 && strides === 1) return this;
    const last = graph.div(graph.sub(this.lengths, graph.scalar(size)), graph.scalar(strides));
    const count = graph.add(graph.op("Floor", [last]), graph.scalar(1));
    return new Padding(graph, graph.op("Max", [count, graph.scalar(1)]), steps);
  }
}
