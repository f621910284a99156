import { AffektError } from "../errors.ts";
import { fftPlan } from "../math/fft.ts";
import { kernels } from "../math/kernels.ts";
import { type WindowName, windowValues } from "../math/windows.ts";
import { type Frames, SMALLEST_FLOAT32 } from "./frames.ts";

/** How a signal is cut into frames; defaults are librosa's. */
export interface StftOptions {
  /** Samples a transform, a power of two; 2048. */
  readonly nFft?: number;
  /** Samples between two frames; 512. */
  readonly hopLength?: number;
  /** `hann` by default. */
  readonly window?: WindowName;
}

/** A complex spectrogram: `data[(frame * bins + bin) * 2]` is the real part, the next value the imaginary one. */
export interface ComplexFrames {
  readonly data: Float32Array;
  readonly count: number;
  /** nFft / 2 + 1. */
  readonly bins: number;
}

const DEFAULTS = { nFft: 2048, hopLength: 512, window: "hann" } as const;

/**
 * Short-time Fourier transform, frames centred on multiples of hopLength, the signal padded by nFft / 2 zeros on both sides;
 * 1 + floor(n / hopLength) frames. librosa's `stft` (float64 inside, float32 out, as there).
 */
export function stft(samples: Float32Array, options: StftOptions = {}): ComplexFrames {
  const { nFft, hopLength, window } = { ...DEFAULTS, ...options };
  checkHop(hopLength);
  const plan = fftPlan(nFft);
  const count = 1 + Math.floor(samples.length / hopLength);
  const bins = nFft / 2 + 1;
  const k = kernels();
  return k.scratch(() => {
    const padded = copyCentred(samples, nFft);
    const windowAt = k.copyFloat64(windowValues(window, nFft));
    const data = k.allocate(nFft * 16);
    const spectrum = k.allocate(nFft * 16 + 32);
    const out = k.allocate(count * bins * 8);
    k.call.stft(padded, count, hopLength, nFft, windowAt, ...plan, data, spectrum, out);
    return { data: k.float32(out, count * bins * 2).slice(), count, bins };
  });
}

/** Copies samples into the kernels' memory with nFft / 2 zeros before and after; to be called within a scratch stretch. */
export function copyCentred(samples: Float32Array, nFft: number): number {
  const k = kernels();
  const at = k.allocate((samples.length + nFft) * 4);
  const view = k.float32(at, samples.length + nFft);
  view.fill(0, 0, nFft / 2);
  view.set(samples, nFft / 2);
  view.fill(0, nFft / 2 + samples.length);
  return at;
}

/** The magnitude of each bin. */
export function magnitude({ data, count, bins }: ComplexFrames): Frames {
  const k = kernels();
  return k.scratch(() => {
    const complex = k.copyFloat32(data);
    const out = k.allocate(count * bins * 4);
    k.call.magnitude(complex, count * bins, out);
    return { data: k.float32(out, count * bins).slice(), count, width: bins };
  });
}

/** Inverse of `stft` by overlap-add, `length` samples long. librosa's `istft` with the same window as analysis. */
export function istft(
  { data, count, bins }: ComplexFrames,
  length: number,
  options: Omit<StftOptions, "nFft"> = {},
): Float32Array {
  return istftOf(() => kernels().copyFloat32(data), { count, bins }, length, options);
}

/** The same of a spectrogram that `load` puts into the kernels' scratch memory, returning where it stands. */
export function istftOf(
  load: () => number,
  { count, bins }: Omit<ComplexFrames, "data">,
  length: number,
  options: Omit<StftOptions, "nFft"> = {},
): Float32Array {
  const { hopLength, window } = { ...DEFAULTS, ...options };
  checkHop(hopLength);
  const nFft = (bins - 1) * 2;
  const plan = fftPlan(nFft);
  const used = Math.min(count, Math.ceil((length + nFft) / hopLength));
  const total = Math.max(nFft + hopLength * (used - 1), nFft / 2 + length);
  const k = kernels();
  return k.scratch(() => {
    const spectrogram = load();
    const windowAt = k.copyFloat64(windowValues(window, nFft));
    const work = k.allocate(nFft * 16);
    const spectrum = k.allocate(nFft * 16 + 32);
    const out = k.allocate(total * 16);
    k.float64(out, total * 2).fill(0);
    const results = [work, spectrum, out, out + total * 8] as const;
    k.call.overlapAdd(spectrogram, used, hopLength, nFft, windowAt, ...plan, ...results);
    const signal = k.float64(out + nFft * 4, length);
    const sum = k.float64(out + total * 8 + nFft * 4, length);
    const samples = new Float32Array(length);
    for (let i = 0; i < length; i++) {
      const weight = sum[i]! > SMALLEST_FLOAT32 ? sum[i]! : 1;
      samples[i] = signal[i]! / (weight * (nFft / 2));
    }
    return samples;
  });
}

function checkHop(hopLength: number): void {
  if (!Number.isInteger(hopLength) || hopLength < 1) {
    throw new AffektError(
      "invalid-argument",
      `stft: hopLength must be a positive integer, got ${hopLength}`,
    );
  }
}
