import { assertArgument } from "../errors.ts";
import { BoundedCache } from "../math/bounded-cache.ts";
import { MAX_TRANSFORM, spectrumOf } from "../math/fourier/fft.ts";
import { type NamedWindow, windowValues } from "../math/fourier/windows.ts";
import { type Norm, normOf } from "./norm.ts";

/** The filters of one octave as sparse spectra. They serve every octave if rate and frequencies halve together. */
export interface CqtBasis {
  readonly nFft: number;
  /** Each filter's first bin and its number of weights. */
  readonly bands: Uint32Array;
  /** Real and imaginary part of each weight, filter after filter. */
  readonly weights: Float32Array;
  /** Smallest and largest distance of the bins, except 0, from 0 or from nFft / 2, whichever is nearer. */
  readonly first: number;
  readonly last: number;
}

/** The properties of an octave's filters. */
export interface CqtBasisShape {
  /** The lowest frequency in cycles a sample. */
  readonly lowest: number;
  /** The number of filters. */
  readonly width: number;
  readonly binsPerOctave: number;
  /** Periods a filter. */
  readonly q: number;
  readonly norm: Norm;
  readonly sparsity: number;
  readonly window: NamedWindow;
}

const bases = new BoundedCache<CqtBasis>(
  ({ bands, weights }) => bands.byteLength + weights.byteLength,
);

/** The most points of all transforms that make a basis. */
const MAX_POINTS = 1 << 22;

/**
 * The basis of a shape, made at first use.
 * @throws {AffektError} `invalid-argument` for filters that are too long.
 */
export function cqtBasis(shape: CqtBasisShape): CqtBasis {
  return bases.get(JSON.stringify(shape), () => makeBasis(shape));
}

// Each filter is a complex exponential under a window of q periods, divided by its norm. Its spectrum lacks the smallest values, which
// hold the share `sparsity` of the sum. It is scaled so that the response is divided by the square root of the filter's length.
function makeBasis(shape: CqtBasisShape): CqtBasis {
  const { lowest, width, binsPerOctave, q, sparsity } = shape;
  const nFft = Math.max(8, 2 ** Math.ceil(Math.log2(q / lowest)));
  assertArgument(
    nFft * width <= MAX_POINTS && nFft <= MAX_TRANSFORM / 2,
    `constantQ: filters of ${nFft} samples are too long; take a higher fmin, fewer bins an octave or a smaller filterScale`,
  );
  const bands = new Uint32Array(2 * width);
  const weights: number[] = [];
  for (let b = 0; b < width; b++) {
    const frequency = lowest * 2 ** (b / binsPerOctave);
    const length = q / frequency;
    const spectrum = spectrumOf(...makeWavelet(frequency, length, nFft, shape));
    const scale = Math.sqrt(length) / nFft;
    const start = weights.length;
    bands[2 * b] = addWeights(weights, spectrum, sparsity, scale);
    bands[2 * b + 1] = (weights.length - start) / 2;
  }
  return { nFft, bands, weights: Float32Array.from(weights), ...rangeOf(bands, nFft / 2) };
}

// The smallest and the largest distance of bins, except 0, from 0 or from `top`, whichever is nearer.
function rangeOf(bands: Uint32Array, top: number): { first: number; last: number } {
  let first = top >> 1;
  let last = 1;
  for (let b = 0; b < bands.length; b += 2) {
    for (let i = 0; i < bands[b + 1]!; i++) {
      const bin = bands[b]! + i;
      const distance = Math.max(1, Math.min(bin, top - bin));
      first = Math.min(first, distance);
      last = Math.max(last, distance);
    }
  }
  return { first, last };
}

type Complex = readonly [real: Float64Array, imaginary: Float64Array];

// A windowed complex exponential in the middle of nFft values. frequency: in cycles a sample.
function makeWavelet(
  frequency: number,
  length: number,
  nFft: number,
  { window, norm }: CqtBasisShape,
): Complex {
  const start = Math.floor(-length / 2);
  const count = Math.floor(length / 2) - start;
  const values = windowValues(window, count);
  const size = normOf(values, 0, count, norm);
  const real = new Float64Array(nFft);
  const imaginary = new Float64Array(nFft);
  const offset = Math.floor((nFft - count) / 2);
  for (let i = 0; i < count; i++) {
    const angle = (start + i) * 2 * Math.PI * frequency;
    real[offset + i] = Math.fround((values[i]! / size) * Math.cos(angle));
    imaginary[offset + i] = Math.fround((values[i]! / size) * Math.sin(angle));
  }
  return [real, imaginary];
}

// The value with which the sum of the smallest ones comes up to a share of all, or 0.
function thresholdOf(sizes: Float64Array, share: number): number {
  let sum = 0;
  for (const size of sizes.toSorted()) {
    sum += size;
    if (sum >= share) return size;
  }
  return 0;
}

// Appends the weights from the first to the last bin that counts, with 0 for those in between that do not. Returns the first bin.
function addWeights(
  weights: number[],
  [real, imaginary]: Complex,
  sparsity: number,
  scale: number,
): number {
  const sizes = new Float64Array(real.length / 2 + 1);
  let total = 0;
  for (let bin = 0; bin < sizes.length; bin++) {
    sizes[bin] = Math.sqrt(real[bin]! ** 2 + imaginary[bin]! ** 2);
    total += sizes[bin]!;
  }
  const threshold = thresholdOf(sizes, sparsity * total);
  const counts = (size: number): boolean => size >= threshold;
  const first = sizes.findIndex(counts);
  const last = sizes.findLastIndex(counts);
  for (let bin = first; bin <= last; bin++) {
    const kept = counts(sizes[bin]!) ? scale : 0;
    weights.push(real[bin]! * kept, imaginary[bin]! * kept);
  }
  return first;
}
