import { downsampleByTwo } from "../audio/resample.ts";
import { fftPlan } from "../math/fft.ts";
import { kernels } from "../math/kernels.ts";
import { windowValues } from "../math/windows.ts";
import { type Frames, normalizeFrames } from "./frames.ts";
import { copyCentred, magnitude, stft } from "./stft.ts";
import { estimateTuning } from "./tuning.ts";

const C1 = 440 * 2 ** (-45 / 12);
const OCTAVES = 7;
const BINS_PER_OCTAVE = 36;
const SPARSITY = 0.01;
const HOP = 512;

/**
 * Magnitudes of a constant-Q transform [frames, 252]: 36 bins an octave over seven octaves from C1, a frame every 512 samples. librosa's
 * `abs(cqt(y, n_bins=252, bins_per_octave=36))`: octave by octave from the top, the signal's rate halved between them
 * (Schörkhuber and Klapuri, "Constant-Q transform toolbox for music processing", SMC 2010).
 * tuning: fraction of a bin that all frequencies are moved by; 0.
 */
export function constantQ(
  samples: Float32Array,
  sampleRate: number,
  { tuning = 0 }: { readonly tuning?: number } = {},
): Frames {
  const basis = octaveBasis(sampleRate, tuning);
  const width = OCTAVES * BINS_PER_OCTAVE;
  let octave = samples;
  const octaves: Float32Array[] = [];
  for (let i = 0; i < OCTAVES; i++) {
    if (i > 0) octave = downsampleByTwo(octave);
    octaves.push(project(octave, HOP >> i, basis));
  }
  const count = Math.min(...octaves.map((o) => o.length / BINS_PER_OCTAVE));
  const data = new Float32Array(count * width);
  for (const [i, values] of octaves.entries()) {
    const first = width - (i + 1) * BINS_PER_OCTAVE;
    for (let f = 0; f < count; f++) {
      const row = values.subarray(f * BINS_PER_OCTAVE, (f + 1) * BINS_PER_OCTAVE);
      data.set(row, f * width + first);
    }
  }
  return { data, count, width };
}

/** Chromagram [frames, 12] from the constant-Q transform, C first, of the tuning that is estimated, each frame divided by its largest value. librosa's `chroma_cqt`. */
export function chromaCqt(samples: Float32Array, sampleRate: number): Frames {
  const tuning = estimateTuning(magnitude(stft(samples)), sampleRate, BINS_PER_OCTAVE);
  const cqt = constantQ(samples, sampleRate, { tuning });
  const perClass = BINS_PER_OCTAVE / 12;
  const data = new Float32Array(cqt.count * 12);
  for (let f = 0; f < cqt.count; f++) {
    for (let b = 0; b < cqt.width; b++) {
      // three bins a semitone, the pitch class' own in their middle
      const pitchClass = Math.floor((b + 1) / perClass) % 12;
      data[f * 12 + pitchClass]! += cqt.data[f * cqt.width + b]!;
    }
  }
  return normalizeFrames({ data, count: cqt.count, width: 12 }, "max");
}

/** The filters of the highest octave as sparse spectra; the same serve every octave, since rate and frequencies halve together. */
interface Basis {
  readonly nFft: number;
  /** Index of each row's first entry, and the number of entries at the end. */
  readonly rows: Uint32Array;
  /** For each entry: byte offset of the bin in the kernel's spectrum, real part, imaginary part. */
  readonly entries: Float32Array;
}

function project(samples: Float32Array, hop: number, { nFft, rows, entries }: Basis): Float32Array {
  const plan = fftPlan(nFft);
  const count = 1 + Math.floor(samples.length / hop);
  const k = kernels();
  return k.scratch(() => {
    const padded = copyCentred(samples, nFft);
    const data = k.allocate(nFft * 16);
    const spectrum = k.allocate(nFft * 16 + 32);
    const rowsAt = k.copyUint32(rows);
    const entriesAt = k.copyFloat32(entries);
    const out = k.allocate(count * BINS_PER_OCTAVE * 4);
    const work = [...plan, data, spectrum, rowsAt, BINS_PER_OCTAVE, entriesAt, out] as const;
    k.call.projectFrames(padded, count, hop, nFft, ...work);
    return k.float32(out, count * BINS_PER_OCTAVE).slice();
  });
}

const bases = new Map<string, Basis>();

function octaveBasis(sampleRate: number, tuning: number): Basis {
  const key = `${sampleRate},${tuning}`;
  let basis = bases.get(key);
  if (basis === undefined) {
    basis = makeBasis(sampleRate, tuning);
    bases.set(key, basis);
  }
  return basis;
}

// Each filter: a complex exponential under a Hann window of Q periods, magnitudes summing to 1; its spectrum, sparse by leaving out the smallest
// values that hold 1 % of the sum; scaled so that the response is divided by the square root of the filter's length.
function makeBasis(sampleRate: number, tuning: number): Basis {
  const ratio = 2 ** (2 / BINS_PER_OCTAVE);
  const q = (ratio + 1) / (ratio - 1);
  const lowest = C1 * 2 ** (tuning / BINS_PER_OCTAVE + OCTAVES - 1);
  const nFft = 2 ** Math.ceil(Math.log2((q * sampleRate) / lowest));
  const rows = new Uint32Array(BINS_PER_OCTAVE + 1);
  const entries: number[] = [];
  for (let b = 0; b < BINS_PER_OCTAVE; b++) {
    const frequency = lowest * 2 ** (b / BINS_PER_OCTAVE);
    const length = (q * sampleRate) / frequency;
    const { real, imaginary } = wavelet(frequency / sampleRate, length, nFft);
    const spectrum = sparseSpectrum(real, imaginary);
    const scale = length / nFft / Math.sqrt(length);
    for (const [bin, re, im] of spectrum) entries.push(bin * 32, re * scale, im * scale);
    rows[b + 1] = entries.length / 3;
  }
  return { nFft, rows, entries: Float32Array.from(entries) };
}

// frequency: in cycles a sample.
function wavelet(
  frequency: number,
  length: number,
  nFft: number,
): { real: Float64Array; imaginary: Float64Array } {
  const start = Math.floor(-length / 2);
  const count = Math.floor(length / 2) - start;
  const window = windowValues("hann", count);
  let sum = 0;
  for (const w of window) sum += w;
  const real = new Float64Array(nFft);
  const imaginary = new Float64Array(nFft);
  const offset = Math.floor((nFft - count) / 2);
  for (let i = 0; i < count; i++) {
    const angle = (start + i) * 2 * Math.PI * frequency;
    real[offset + i] = Math.fround((window[i]! / sum) * Math.cos(angle));
    imaginary[offset + i] = Math.fround((window[i]! / sum) * Math.sin(angle));
  }
  return { real, imaginary };
}

// [bin, re, im] of the bins from 0 to half the rate that count.
function sparseSpectrum(real: Float64Array, imaginary: Float64Array): [number, number, number][] {
  const [re, im] = spectrumOf(real, imaginary);
  const sizes = re.map((x, i) => Math.sqrt(x * x + im[i]! ** 2));
  const sorted = sizes.toSorted();
  const total = sorted.reduce((a, b) => a + b, 0);
  let sum = 0;
  const threshold = sorted.find((size) => (sum += size) >= SPARSITY * total) ?? 0;
  const kept: [number, number, number][] = [];
  for (const [bin, size] of sizes.entries()) {
    if (size >= threshold) kept.push([bin, re[bin]!, im[bin]!]);
  }
  return kept;
}

// The complex signal's transform at its non-negative frequencies, from the kernel's bit-reversed order.
function spectrumOf(
  real: Float64Array,
  imaginary: Float64Array,
): [re: Float64Array, im: Float64Array] {
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
