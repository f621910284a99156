import { spectrumOf } from "../math/fft.ts";
import { type WindowFamily, type WindowName, windowValues } from "../math/windows.ts";
import { type Norm, normOf } from "./norm.ts";

/** The filters of one octave as sparse spectra; the same serve every octave if rate and frequencies halve together. */
export interface CqtBasis {
  readonly nFft: number;
  /** Index of each row's first entry, and the number of entries at the end. */
  readonly rows: Uint32Array;
  /** For each entry: byte offset of the bin in the kernel's spectrum; real part and imaginary part as the bits of float32. */
  readonly entries: Uint32Array;
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
    const spectrum = spectrumOf(...makeWavelet(frequency, length, nFft, shape));
    addEntries(entries, spectrum, sparsity, Math.sqrt(length) / nFft);
    rows[b + 1] = entries.length / 3;
  }
  const bits = new Uint32Array(Float32Array.from(entries).buffer);
  for (let i = 0; i < entries.length; i += 3) bits[i] = entries[i]!;
  return { nFft, rows, entries: bits };
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

// Of the bins from 0 to half the rate those that count.
function addEntries(
  entries: number[],
  [real, imaginary]: Complex,
  sparsity: number,
  scale: number,
): void {
  const sizes = new Float64Array(real.length / 2 + 1);
  let total = 0;
  for (let bin = 0; bin < sizes.length; bin++) {
    sizes[bin] = Math.sqrt(real[bin]! ** 2 + imaginary[bin]! ** 2);
    total += sizes[bin]!;
  }
  let sum = 0;
  const threshold = sizes.toSorted().find((size) => (sum += size) >= sparsity * total) ?? 0;
  for (let bin = 0; bin < sizes.length; bin++) {
    if (sizes[bin]! < threshold) continue;
    entries.push(bin * 32, real[bin]! * scale, imaginary[bin]! * scale);
  }
}
