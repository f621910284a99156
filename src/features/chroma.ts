import { assertArgument } from "../errors.ts";
import { modulo, roundHalfEven } from "../math/arithmetic.ts";
import { kernels } from "../math/kernels.ts";
import { finite, type Frames, hzPerBin, normalizeFrames } from "./frames.ts";
import { checkNorm, type Norm } from "./norm.ts";
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

/** Names and defaults are those of librosa's `chroma_stft` and `filters.chroma`. */
export interface ChromaOptions {
  /** Pitch classes; 12. */
  readonly nChroma?: number;
  /** Deviation from A4 = 440 Hz as a fraction of a class; estimated from the spectrogram. */
  readonly tuning?: number;
  /** What each frame is divided by; `max`. */
  readonly norm?: Norm;
  /** The octave that weighs most (5 has A4 at its beginning); 5. */
  readonly ctroct?: number;
  /** How many octaves around it weigh much: a Gaussian's standard deviation; `none` for equal weights; 2. */
  readonly octwidth?: number | "none";
  /** Whether the classes begin with C instead of A; true. */
  readonly baseC?: boolean;
}

const DEFAULTS = { nChroma: 12, norm: "max", ctroct: 5, octwidth: 2, baseC: true } as const;

/**
 * Chromagram [frames, nChroma] of a spectrogram [frames, nFft / 2 + 1] of magnitudes, or of power, which librosa takes for a signal.
 * librosa's `chroma_stft(S=spectrogram)`. Errors: `invalid-argument` for parameters out of range.
 */
export function chromaStft(
  spectrogram: Frames,
  sampleRate: number,
  options: ChromaOptions = {},
): Frames {
  const { norm, ...given } = { ...DEFAULTS, ...options };
  checkParameters({ norm, ...given });
  const { data, count, width } = spectrogram;
  const { nChroma } = given;
  const tuning =
    given.tuning ?? estimateTuning(spectrogram, sampleRate, { binsPerOctave: nChroma });
  const hz = hzPerBin("chromaStft", spectrogram, sampleRate);
  const bank = chromaFilters(hz, width, { ...given, tuning });
  const stride = bank.length / nChroma;
  const k = kernels();
  return k.scratch(() => {
    const bankAt = k.copyFloat64(bank);
    const rows = k.allocate(count * stride * 4);
    const out = k.allocate(count * nChroma * 4);
    const view = k.float32(rows, count * stride);
    for (let f = 0; f < count; f++) {
      view.set(data.subarray(f * width, (f + 1) * width), f * stride);
      view.fill(0, f * stride + width, (f + 1) * stride);
    }
    k.call.multiplyTransposed(rows, bankAt, count, nChroma, stride, out);
    const chroma = { data: k.float32(out, count * nChroma), count, width: nChroma };
    return finite("chromaStft", normalizeFrames(chroma, norm));
  });
}

function checkParameters({ nChroma, tuning = 0, norm, ctroct, octwidth }: Parameters): void {
  assertArgument(
    Number.isInteger(nChroma) && nChroma >= 1,
    `chromaStft: nChroma must be a positive integer, got ${nChroma}`,
  );
  assertArgument(
    Number.isFinite(tuning),
    `chromaStft: tuning must be a finite number, got ${tuning}`,
  );
  checkNorm("chromaStft", norm);
  assertArgument(
    Number.isFinite(ctroct),
    `chromaStft: ctroct must be a finite number, got ${ctroct}`,
  );
  assertArgument(
    octwidth === "none" || (Number.isFinite(octwidth) && octwidth > 0),
    `chromaStft: octwidth must be none or a positive number, got ${octwidth}`,
  );
}

type Parameters = Required<Omit<ChromaOptions, "tuning">> & Pick<ChromaOptions, "tuning">;
type Bank = Omit<Required<ChromaOptions>, "norm">;

const banks = new Map<string, Float64Array>();

// librosa's `filters.chroma`, [nChroma, bins rounded up to a multiple of 4], zeros after the last bin: Gaussian bumps around each pitch class,
// each bin's weights of Euclidean norm 1, then weighted by a Gaussian over the octaves.
function chromaFilters(hz: number, bins: number, bank: Bank): Float64Array {
  const { nChroma, tuning, ctroct, octwidth, baseC } = bank;
  const key = [hz, bins, nChroma, tuning, ctroct, octwidth, baseC].join();
  const known = banks.get(key);
  if (known !== undefined) return known;
  const stride = (bins + 3) & ~3;
  const a0 = 27.5 * 2 ** (tuning / nChroma);
  const pitch = (bin: number): number =>
    bin === 0 ? pitch(1) - 1.5 * nChroma : nChroma * Math.log2((bin * hz) / a0);
  const half = roundHalfEven(nChroma / 2);
  // librosa's filters begin with A; C is its third class of twelve
  const first = baseC ? 3 * Math.floor(nChroma / 12) : 0;
  const filters = new Float64Array(nChroma * stride);
  const weights = new Float64Array(nChroma);
  for (let b = 0; b < bins; b++) {
    const here = pitch(b);
    const binWidth = Math.max(pitch(b + 1) - here, 1);
    let energy = 0;
    for (let c = 0; c < nChroma; c++) {
      const distance = modulo(here - c + half, nChroma) - half;
      const weight = Math.exp(-0.5 * ((2 * distance) / binWidth) ** 2);
      weights[c] = weight;
      energy += weight * weight;
    }
    const octave =
      octwidth === "none" ? 1 : Math.exp(-0.5 * ((here / nChroma - ctroct) / octwidth) ** 2);
    for (let c = 0; c < nChroma; c++) {
      filters[c * stride + b] = (weights[(c + first) % nChroma]! / Math.sqrt(energy)) * octave;
    }
  }
  banks.set(key, filters);
  return filters;
}
