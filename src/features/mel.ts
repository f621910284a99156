import { AffektError } from "../errors.ts";
import { kernels } from "../math/kernels.ts";
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

/** Triangular filters as the kernel takes them. */
interface MelFilters {
  /** Each filter's first bin and its number of weights. */
  readonly bands: Uint32Array;
  /** Filter after filter, each of an even number of weights. */
  readonly weights: Float64Array;
}

const banks = new Map<string, MelFilters>();

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
  const { bands, weights } = melFilters(sampleRate, (width - 1) * 2, options);
  const nMels = bands.length / 2;
  const k = kernels();
  return k.scratch(() => {
    const input = k.copyFloat32(data);
    const weightsAt = k.copyFloat64(weights);
    const bandsAt = k.copyUint32(bands);
    const out = k.allocate(count * nMels * 4);
    k.call.bandPower(input, count, width, bandsAt, nMels, weightsAt, out);
    return { data: k.float32(out, count * nMels).slice(), count, width: nMels };
  });
}

// The triangular filters of librosa's `filters.mel` with norm `slaney`.
function melFilters(sampleRate: number, nFft: number, options: MelOptions): MelFilters {
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
): MelFilters {
  const low = hzToMel(fmin);
  const step = (hzToMel(fmax) - low) / (nMels + 1);
  const edges = Array.from({ length: nMels + 2 }, (_, i) => melToHz(low + i * step));
  const bands = new Uint32Array(nMels * 2);
  const weights: number[] = [];
  for (let m = 0; m < nMels; m++) {
    const [left, centre, right] = [edges[m]!, edges[m + 1]!, edges[m + 2]!];
    const area = 2 / (right - left);
    const start = weights.length;
    for (let b = 0; b <= nFft / 2; b++) {
      const f = (b * sampleRate) / nFft;
      const weight = Math.min((f - left) / (centre - left), (right - f) / (right - centre));
      if (weight <= 0) continue;
      if (weights.length === start) bands[2 * m] = b;
      weights.push(Math.fround(Math.fround(weight) * area));
    }
    if (weights.length % 2 === 1) weights.push(0);
    bands[2 * m + 1] = weights.length - start;
  }
  return { bands, weights: Float64Array.from(weights) };
}

// Slaney's Auditory Toolbox: linear to 1000 Hz (200/3 Hz a mel), then 27 mels for a factor of 6.4.
const LINEAR_HZ = 200 / 3;
const LOG_STEP = Math.log(6.4) / 27;

/** Mels of a frequency in Hz on Slaney's scale. */
function hzToMel(hz: number): number {
  return hz < 1000 ? hz / LINEAR_HZ : 15 + Math.log(hz / 1000) / LOG_STEP;
}

/** Hz of a mel value on Slaney's scale. */
function melToHz(mel: number): number {
  return mel < 15 ? mel * LINEAR_HZ : 1000 * Math.exp((mel - 15) * LOG_STEP);
}
