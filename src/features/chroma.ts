import { kernels } from "../math/kernels.ts";
import { type Frames, normalizeFrames } from "./frames.ts";
import { estimateTuning } from "./tuning.ts";

/** The twelve pitch classes of a chromagram, in its order. */
export const PITCH_CLASSES = [
  "C",
  "C#",
  "D",
  "D#",
  "E",
  "F",
  "F#",
  "G",
  "G#",
  "A",
  "A#",
  "B",
] as const;

const CLASSES = PITCH_CLASSES.length;

/**
 * Chromagram [frames, 12] of a magnitude spectrogram, C first, each frame divided by its largest value. librosa's `chroma_stft(S=abs(stft))`
 * with its defaults; `tuning` (fraction of a bin) is estimated where it is not given.
 */
export function chromaStft(
  magnitudes: Frames,
  sampleRate: number,
  { tuning = estimateTuning(magnitudes, sampleRate) }: { readonly tuning?: number } = {},
): Frames {
  const { data, count, width } = magnitudes;
  const bank = chromaFilters(sampleRate, (width - 1) * 2, tuning);
  const stride = bank.length / CLASSES;
  const k = kernels();
  return k.scratch(() => {
    const bankAt = k.copyFloat64(bank);
    const rows = k.allocate(count * stride * 4);
    const out = k.allocate(count * CLASSES * 4);
    const view = k.float32(rows, count * stride);
    for (let f = 0; f < count; f++) {
      view.set(data.subarray(f * width, (f + 1) * width), f * stride);
      view.fill(0, f * stride + width, (f + 1) * stride);
    }
    k.call.multiplyTransposed(rows, bankAt, count, CLASSES, stride, out);
    const chroma = { data: k.float32(out, count * CLASSES), count, width: CLASSES };
    return normalizeFrames(chroma, "max");
  });
}

const banks = new Map<string, Float64Array>();

// librosa's `filters.chroma` with its defaults, [12, bins rounded up to a multiple of 4], zeros after the last bin: Gaussian bumps around each
// pitch class, each bin's weights of Euclidean norm 1, then weighted by a Gaussian of two octaves around octave 5.
function chromaFilters(sampleRate: number, nFft: number, tuning: number): Float64Array {
  const key = [sampleRate, nFft, tuning].join();
  const known = banks.get(key);
  if (known !== undefined) return known;
  const bins = nFft / 2 + 1;
  const stride = (bins + 3) & ~3;
  const a0 = 27.5 * 2 ** (tuning / CLASSES);
  const pitch = (bin: number): number =>
    bin === 0 ? pitch(1) - 1.5 * CLASSES : CLASSES * Math.log2((bin * sampleRate) / nFft / a0);
  const bank = new Float64Array(CLASSES * stride);
  const weights = new Float64Array(CLASSES);
  for (let b = 0; b < bins; b++) {
    const here = pitch(b);
    const binWidth = Math.max(pitch(b + 1) - here, 1);
    let energy = 0;
    for (let c = 0; c < CLASSES; c++) {
      const distance = modulo(here - c + CLASSES / 2, CLASSES) - CLASSES / 2;
      const weight = Math.exp(-0.5 * ((2 * distance) / binWidth) ** 2);
      weights[c] = weight;
      energy += weight * weight;
    }
    const octave = Math.exp(-0.5 * ((here / CLASSES - 5) / 2) ** 2);
    for (let c = 0; c < CLASSES; c++) {
      // librosa's pitch classes start from A, ours (and its result) from C
      bank[c * stride + b] = (weights[(c + 3) % CLASSES]! / Math.sqrt(energy)) * octave;
    }
  }
  banks.set(key, bank);
  return bank;
}

function modulo(x: number, n: number): number {
  return x - n * Math.floor(x / n);
}
