import { fftPlan } from "../math/fft.ts";
import { kernels } from "../math/kernels.ts";
import { type WindowFamily, type WindowName, windowValues } from "../math/windows.ts";
import { type Norm, normOf } from "./norm.ts";

/** The filters of one octave as sparse spectra; the same serve every octave if rate and frequencies halve together. */
export interface CqtBasis {
  readonly nFft: number;
  /** Index of each row's first entry, and the number of entries at the end. */
  readonly rows: Uint32Array;
  /** For each entry: byte offset of the bin in the kernel's spectrum, real part, imaginary part. */
  readonly entries: Float32Array;
}

/** What the filters of an octave are made of. */
export interface CqtBasisShape {
  /** The lowest frequency in cycles a sample. */
  readonly lowest: number;
  /** How many frequencies there are. */
  readonly width: number;
  readonly binsPerOctave: number;
  /** Periods a filter. */
  readonly q: number;
  readonly norm: Norm;
  readonly sparsity: number;
  readonly window: WindowName | readonly [WindowFamily, number];
}

const bases = new Map<string, CqtBasis>();

/** The basis of that shape, made at first use. */
export function cqtBasis(shape: CqtBasisShape): CqtBasis {
  const key = JSON.stringify(shape);
  let basis = bases.get(key);
  if (basis === undefined) {
    basis = makeBasis(shape);
    bases.set(key, basis);
  }
  return basis;
}

// Each filter: a complex exponential under a window of q periods, divided by its norm; its spectrum, sparse by leaving out the smallest
// values that hold the share `sparsity` of the sum; scaled so that the response is divided by the square root of the filter's length.
function makeBasis(shape: CqtBasisShape): CqtBasis {
  const { lowest, width, binsPerOctave, q, sparsity } = shape;
  const nFft = Math.max(8, 2 ** Math.ceil(Math.log2(q / lowest)));
  const rows = new Uint32Array(width + 1);
  const entries: number[] = [];
  for (let b = 0; b < width; b++) {
    const frequency = lowest * 2 ** (b / binsPerOctave);
    const length = q / frequency;
    const wavelet = makeWavelet(frequency, length, nFft, shape);
    const scale = Math.sqrt(length) / nFft;
    for (const [bin, re, im] of sparseSpectrum(wavelet, sparsity)) {
      entries.push(bin * 32, re * scale, im * scale);
    }
    rows[b + 1] = entries.length / 3;
  }
  return { nFft, rows, entries: Float32Array.from(entries) };
}

type Complex = readonly [real: Float64Array, imaginary: Float64Array];

// In the middle of nFft values. frequency: in cycles a sample.
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

// [bin, re, im] of the bins from 0 to half the rate that count.
function sparseSpectrum(wavelet: Complex, sparsity: number): [number, number, number][] {
  const [re, im] = spectrumOf(wavelet);
  const sizes = re.map((x, i) => Math.sqrt(x * x + im[i]! ** 2));
  const sorted = sizes.toSorted();
  const total = sorted.reduce((a, b) => a + b, 0);
  let sum = 0;
  const threshold = sorted.find((size) => (sum += size) >= sparsity * total) ?? 0;
  const kept: [number, number, number][] = [];
  for (const [bin, size] of sizes.entries()) {
    if (size >= threshold) kept.push([bin, re[bin]!, im[bin]!]);
  }
  return kept;
}

// The complex signal's transform at its non-negative frequencies, from the kernel's bit-reversed order.
function spectrumOf([real, imaginary]: Complex): Complex {
  const n = real.length;
  const [twiddles, order] = fftPlan(n * 2);
  const k = kernels();
  return k.scratch(() => {
    const data = k.allocate(n * 32);
    const view = k.float64(data, n * 4);
    for (let i = 0; i < n; i++) {
      view[i * 4] = real[i]!;
      view[i * 4 + 2] = imaginary[i]!;
    }
    k.call.complexFft64(data, n, twiddles);
    const offsets = k.uint32(order, n);
    const re = new Float64Array(n / 2 + 1).map((_, i) => view[offsets[i]! / 8]!);
    const im = re.map((_, i) => view[offsets[i]! / 8 + 2]!);
    return [re, im];
  });
}
