import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import type { Emission, Operation } from "../../operation.ts";
import { sizeOf } from "../../shape.ts";
import { assertLayout } from "../../tensor-spec.ts";
import { gatherFrames } from "../gather-frames.ts";
import { fittingGrid, lengthRule, type WindowShape } from "../windows/window-grid.ts";

/** Options of `disjointMaxPooling`. */
interface DisjointPools {
  readonly poolSize: number;
  /** Whether a ReLU and a dropout of this rate come before the pooling. Default: none. */
  readonly reluDropout?: number;
  /** Whether the input's frames come in the order of `framesByPhase`. Default false: in time. */
  readonly byPhase?: boolean;
}

/** Max-pooling of sequences in windows that do not overlap. */
export interface DisjointMaxPooling extends Operation {
  readonly poolSize: number;
  /** The same pooling after a ReLU and a dropout, or of frames by phase. */
  with(options: Omit<DisjointPools, "poolSize">): DisjointMaxPooling;
}

/** Whether an operation is a `disjointMaxPooling`. */
export function isDisjointMaxPooling(operation: Operation): operation is DisjointMaxPooling {
  return operation.kind === "disjointMaxPooling";
}

/**
 * The highest value of every `poolSize` frames, [time, channels] → [time / poolSize, channels], faster than `imageMaxPooling`: the first
 * frames of all pools are compared with the second ones and so on. Where frames of a pool share the highest value, each gets the whole
 * gradient (Keras: the first).
 *
 * With `reluDropout` it has the values of ReLU, dropout and pooling one after another. The highest of rectified values is the rectified
 * highest value, which moves the ReLU and its gradient to a `poolSize`th of the values. Where the highest value of a pool is above zero, its
 * dropout factor is 1 / (1 - rate), and elsewhere its gradient is zero, so dropout's backward pass is a factor too.
 */
export function disjointMaxPooling(options: DisjointPools): DisjointMaxPooling {
  const { poolSize, reluDropout, byPhase = false } = options;
  const window: WindowShape = {
    kernelSize: poolSize,
    strides: poolSize,
    dilationRate: 1,
    padding: "valid",
  };
  return {
    kind: "disjointMaxPooling",
    poolSize,
    with: (more) => disjointMaxPooling({ ...options, ...more }),
    output(input) {
      assertLayout(input, "sequence");
      const { count } = fittingGrid(input.shape, 0, window);
      return { shape: [count, input.shape[1]!], layout: "sequence" };
    },
    lengths: () => lengthRule(window),
    emit(emission, x) {
      const { graph, output, training, random } = emission;
      const rate = training ? (reluDropout ?? 0) : 0;
      const phases = new Phases(emission, poolSize, byPhase);
      const values = phases.blocks(x);
      const mask = (): string => {
        const size = poolSize * sizeOf(output.shape);
        const factors = random({ size, distribution: { kind: "dropout", rate } });
        return graph.reshape(factors, [-1, poolSize, sizeOf(output.shape)]);
      };
      const blocks = rate > 0 ? graph.mul(values, mask()) : values;
      const highest = graph.op("ReduceMax", [blocks], { axes: [1], keepdims: 1 });
      const rectified = reluDropout === undefined ? highest : graph.op("Relu", [highest]);
      const pooled = graph.reshape(rectified, [-1, ...output.shape]);
      return {
        output: pooled,
        backward(upper) {
          const passed =
            reluDropout === undefined ? upper : graph.mul(upper, graph.isPositive(pooled));
          const gradient = rate > 0 ? graph.mul(passed, graph.scalar(1 / (1 - rate))) : passed;
          return { inputs: [phases.spread(blocks, highest, gradient)] };
        },
      };
    },
  };
}

/** Frames with the first ones of all pools first, then the second ones and so on. Frames behind the last whole pool are left out. */
export function framesByPhase(time: number, poolSize: number): number[] {
  const pools = Math.floor(time / poolSize);
  const count = pools * poolSize;
  return Array.from({ length: count }, (_, i) => (i % pools) * poolSize + Math.floor(i / pools));
}

/** The frames of sequences by their phases, which are their places in pools. */
class Phases {
  readonly #graph: GraphBuilder;
  readonly #time: number;
  readonly #channels: number;
  readonly #poolSize: number;
  readonly #frames: readonly number[];
  readonly #byPhase: boolean;

  constructor({ graph, input }: Emission, poolSize: number, byPhase: boolean) {
    const [time = 0, channels = 0] = input.shape;
    this.#graph = graph;
    this.#time = time;
    this.#channels = channels;
    this.#poolSize = poolSize;
    this.#frames = framesByPhase(time, poolSize);
    this.#byPhase = byPhase;
  }

  /** [batch, time, channels] → [batch, poolSize, pools · channels]: pools run along the first of long runs of memory. */
  blocks(x: string): string {
    const sorted = this.#byPhase ? x : gatherFrames(this.#graph, x, this.#time, this.#frames);
    return this.#graph.reshape(sorted, [-1, this.#poolSize, this.#perPhase]);
  }

  /** The pools' gradient at the frames that hold the highest values, in the order of the input. */
  spread(blocks: string, highest: string, gradient: string): string {
    const graph = this.#graph;
    const isHighest = graph.equals(blocks, highest);
    const spread = graph.mul(isHighest, graph.reshape(gradient, [-1, 1, this.#perPhase]));
    const sequence = graph.reshape(spread, [-1, this.#frames.length, this.#channels]);
    if (this.#byPhase) return sequence;
    const places = Array.from({ length: this.#time }, (_, t) => this.#frames.indexOf(t));
    return gatherFrames(graph, sequence, this.#frames.length, places);
  }

  get #perPhase(): number {
    return (this.#frames.length / this.#poolSize) * this.#channels;
  }
}
