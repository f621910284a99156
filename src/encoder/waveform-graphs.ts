import type { CompleteUse } from "../features/sets/definition.ts";
import { ENCODER_LAYERS, ENCODER_WIDTH } from "../features/encoder/encoder-layers.ts";
import { GraphBuilder } from "../network/onnx/graph-builder.ts";
import { WHISPER_MEL, whisperFilters } from "./whisper-mel.ts";

const { nFft, hopLength, nMels, range } = WHISPER_MEL;

/** `whisperMel` as an ONNX graph, in float64 where it is that: `samples` [1, samples], at least 320, to `mel` [1, 80, frames]. */
export function melGraph(): Uint8Array {
  const graph = new GraphBuilder("float64");
  const samples = graph.reshape(graph.input("samples", [1, "samples"]), [-1]);
  const frames = framesOf(graph, samples);
  const spectrum = (of: (angle: number) => number): string =>
    graph.op("MatMul", [frames, graph.floats(basis(of), [nFft, nFft / 2 + 1])]);
  // as in the kernels, magnitudes and their sums are float32
  const real = graph.cast(spectrum(Math.cos), "float32");
  const imaginary = graph.cast(spectrum(Math.sin), "float32");
  const magnitude = graph.sqrt(graph.add(graph.mul(real, real), graph.mul(imaginary, imaginary)));
  const bands = graph.cast(bandPowers(graph, magnitude));
  const natural = graph.op("Log", [graph.max(bands, graph.scalar(1e-10))]);
  const levels = graph.div(natural, graph.scalar(Math.LN10));
  const highest = graph.op("ReduceMax", [levels], { keepdims: 0 });
  const heard = graph.max(rounded(graph, levels), graph.sub(highest, graph.scalar(range)));
  const scaled = graph.div(graph.add(heard, graph.scalar(4)), graph.scalar(4));
  const mel = graph.reshape(graph.transpose(scaled, [1, 0]), [1, nMels, -1]);
  graph.output("mel", mel, [1, nMels, "frames"]);
  return graph.encode();
}

/** Frames [frames, nFft] of samples that are reflected at both ends, without the last frame. */
function framesOf(graph: GraphBuilder, samples: string): string {
  const half = nFft / 2;
  const slice = (start: number, end: number): string =>
    graph.op("Slice", [samples, ...[[start], [end], [0], [-1]].map((one) => graph.integers(one))]);
  const padded = graph.concat([slice(half, 0), samples, slice(-2, -half - 2)], 0);
  const count = graph.op("Div", [graph.op("Shape", [samples]), graph.integers([hopLength])]);
  const single = (value: string): string => graph.op("Squeeze", [value]);
  const numbers = graph.op("Range", [
    single(graph.integers([0])),
    single(count),
    single(graph.integers([1])),
  ]);
  const starts = graph.reshape(graph.mul(numbers, graph.integers([hopLength])), [-1, 1]);
  const within = graph.integers(Array.from({ length: nFft }, (_, i) => i));
  return graph.op("Gather", [padded, graph.add(starts, within)], { axis: 0 });
}

const LANES = 4;

/** A weight of a band, of a bin. */
interface Weight {
  readonly bin: number;
  readonly value: number;
}

const NO_WEIGHT: Weight = { bin: 0, value: 0 };

/**
 * The powers in mel bands [frames, nMels] of magnitudes, in float32. The int8 encoder shows each rounding, so that sums are in the order of the
 * kernel `bandPower`: four lanes, then these, then the weights that are left.
 */
function bandPowers(graph: GraphBuilder, magnitude: string): string {
  const power = graph.mul(magnitude, magnitude);
  const bands = weightsOfBands();
  const most = Math.max(...bands.map((weights) => weights.length));
  const products = (
    name: string,
    of: (weights: readonly Weight[]) => Weight | undefined,
  ): string => {
    const own = bands.map((weights) => of(weights) ?? NO_WEIGHT);
    const weights = Float32Array.from(own, ({ value }) => value);
    const bins = graph.integers(own.map(({ bin }) => bin));
    const taken = graph.op("Gather", [power, bins], { axis: 1 });
    return graph.mul(taken, graph.tensor(name, [nMels], weights));
  };
  const wholeOf = (weights: readonly Weight[]): number => weights.length - (weights.length % LANES);
  const lanes = Array.from({ length: LANES }, (_, lane) => {
    const parts = Array.from({ length: Math.floor(most / LANES) }, (_, block) =>
      products(
        `lane ${lane} block ${block}`,
        (weights) => weights.slice(0, wholeOf(weights))[LANES * block + lane],
      ),
    );
    return parts.reduce((sum, part) => graph.add(sum, part));
  });
  const sum = graph.add(graph.add(lanes[0]!, lanes[2]!), graph.add(lanes[1]!, lanes[3]!));
  return Array.from({ length: LANES - 1 }, (_, i) =>
    products(`rest ${i}`, (weights) => weights.slice(wholeOf(weights))[i]),
  ).reduce((all, part) => graph.add(all, part), sum);
}

/** The weights of each band that are not 0. */
function weightsOfBands(): Weight[][] {
  const filters = whisperFilters();
  return Array.from({ length: nMels }, (_, band) =>
    Array.from({ length: nFft / 2 + 1 }, (_, bin) => ({
      bin,
      value: filters[bin * nMels + band]!,
    })).filter(({ value }) => value > 0),
  );
}

/** A part of the Fourier transform of frames behind a periodic Hann window, [nFft, bins]. */
function basis(of: (angle: number) => number): number[] {
  const bins = nFft / 2 + 1;
  return Array.from({ length: nFft * bins }, (_, i) => {
    const [sample, bin] = [Math.floor(i / bins), i % bins];
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * sample) / nFft);
    return window * of((2 * Math.PI * ((sample * bin) % nFft)) / nFft);
  });
}

/** Numbers rounded to float32. */
function rounded(graph: GraphBuilder, value: string): string {
  return graph.cast(graph.cast(value, "float32"), "float64");
}

/** Statistics that a graph of the encoder's features can compute. */
export const POOLED_STATISTICS = ["mean", "std"] as const;

/** Statistics over time of some of the encoder's layers as an ONNX graph: `layers` [1, steps, width] to `features` [1, columns]. */
export function poolingGraph({
  layers,
  statistics,
}: Pick<CompleteUse, "statistics"> & { readonly layers: readonly number[] }): Uint8Array {
  const graph = new GraphBuilder("float64");
  const all = graph.input("layers", [1, "steps", ENCODER_LAYERS * ENCODER_WIDTH]);
  const columns = layers.flatMap((layer) =>
    Array.from({ length: ENCODER_WIDTH }, (_, i) => (layer - 1) * ENCODER_WIDTH + i),
  );
  const x = graph.op("Gather", [all, graph.integers(columns)], { axis: 2 });
  const mean = graph.mean(x, [1], true);
  const centred = graph.sub(x, mean);
  const of = {
    mean: () => mean,
    std: () => graph.sqrt(graph.mean(graph.mul(centred, centred), [1], true)),
  };
  const parts = statistics.map((name) => of[name as keyof typeof of]());
  const width = columns.length * statistics.length;
  graph.output("features", graph.reshape(graph.concat(parts, 2), [1, width]), [1, width]);
  return graph.encode();
}
