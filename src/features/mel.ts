import { AffektError } from "../errors.ts";
import type { Frames } from "./frames.ts";

/** Mel bands; defaults are librosa's: 128 bands from 0 Hz to half the sample rate, Slaney's scale and area normalisation. */
export interface MelOptions {
  /** Bands; 128. */
  readonly nMels?: number;
  /** In Hz; 0. */
  readonly fmin?: number;
  /** In Hz; half the sample rate. */
  readonly fmax?: number;
}

/** One triangular filter: weights for the bins from `first` on. */
interface MelFilter {
  readonly first: number;
  readonly weights: Float64Array;
}

const banks = new Map<string, readonly MelFilter[]>();

/**
 * Mel spectrogram [frames, nMels] of a magnitude spectrogram [frames, nFft / 2 + 1]: each band's weighted sum of power.
 * librosa's `melspectrogram(S=abs(stft) ** 2)`.
 */
export function melSpectrogram(
  magnitudes: Frames,
  sampleRate: number,
  options: MelOptions = {},
): Frames {
  const { data, count, width } = magnitudes;
  const bank = melFilters(sampleRate, (width - 1) * 2, options);
  const mel = new Float32Array(count * bank.length);
  const power = new Float64Array(width);
  for (let f = 0, out = 0; f < count; f++) {
    for (let b = 0, at = f * width; b < width; b++, at++) power[b] = data[at]! * data[at]!;
    for (const { first, weights } of bank) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * power[first + i]!;
      mel[out++] = sum;
    }
  }
  return { data: mel, count, width: bank.length };
}

/** The triangular filters of librosa's `filters.mel` with norm `slaney`. */
export function melFilters(
  sampleRate: number,
  nFft: number,
  options: MelOptions = {},
): readonly MelFilter[] {
  const { nMels, fmin, fmax } = { nMels: 128, fmin: 0, fmax: sampleRate / 2, ...options };
  if (!Number.isInteger(nMels) || nMels < 1) {
    throw new AffektError(
      "invalid-argument",
      `mel: nMels must be a positive integer, got ${nMels}`,
    );
  }
  if (!(fmin >= 0 && fmax > fmin && fmax <= sampleRate / 2)) {
    throw new AffektError(
      "invalid-argument",
      `mel: frequencies must satisfy 0 <= fmin < fmax <= ${sampleRate / 2}, got fmin ${fmin} and fmax ${fmax}`,
    );
  }
  const key = [sampleRate, nFft, nMels, fmin, fmax].join();
  let bank = banks.get(key);
  if (bank === undefined) {
    bank = makeFilters(sampleRate, nFft, nMels, fmin, fmax);
    banks.set(key, bank);
  }
  return bank;
}

function makeFilters(
  sampleRate: number,
  nFft: number,
  nMels: number,
  fmin: number,
  fmax: number,
): MelFilter[] {
  const low = hzToMel(fmin);
  const step = (hzToMel(fmax) - low) / (nMels + 1);
  const edges = Array.from({ length: nMels + 2 }, (_, i) => melToHz(low + i * step));
  return Array.from({ length: nMels }, (_, m) => {
    const [left, centre, right] = [edges[m]!, edges[m + 1]!, edges[m + 2]!];
    const area = 2 / (right - left);
    let first = 0;
    const weights: number[] = [];
    for (let b = 0; b <= nFft / 2; b++) {
      const f = (b * sampleRate) / nFft;
      const weight = Math.min((f - left) / (centre - left), (right - f) / (right - centre));
      if (weight <= 0) continue;
      if (weights.length === 0) first = b;
      weights.push(Math.fround(weight) * area);
    }
    return { first, weights: Float64Array.from(weights, Math.fround) };
  });
}

// Slaney's Auditory Toolbox: linear to 1000 Hz (200/3 Hz a mel), then 27 mels for a factor of 6.4.
const LINEAR_HZ = 200 / 3;
const LOG_STEP = Math.log(6.4) / 27;

/** Mels of a frequency in Hz on Slaney's scale. */
export function hzToMel(hz: number): number {
  return hz < 1000 ? hz / LINEAR_HZ : 15 + Math.log(hz / 1000) / LOG_STEP;
}

/** Hz of a mel value on Slaney's scale. */
export function melToHz(mel: number): number {
  return mel < 15 ? mel * LINEAR_HZ : 1000 * Math.exp((mel - 15) * LOG_STEP);
}
