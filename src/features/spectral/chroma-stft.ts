import { assertArgument } from "../../errors.ts";
import { modulo, roundHalfEven } from "../../math/arithmetic.ts";
import { type PackedMatrix, packMatrix, matmul } from "../../math/matmul.ts";
import { assertFinite, type Frames, hzPerBin, normalizeFrames } from "../../signal/frames.ts";
import { checkNorm, type Norm } from "../../signal/norm.ts";
import { estimateTuning } from "../pitch/tuning.ts";

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
  const chroma = { data: matmul(data, bank), count, width: nChroma };
  return assertFinite("chromaStft", normalizeFrames(chroma, norm));
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

const banks = new Map<string, PackedMatrix>();

// librosa's `filters.chroma`, [bins, nChroma]: Gaussian bumps around each pitch class, each bin's weights of Euclidean norm 1, then weighted by a
// Gaussian over the octaves.
function chromaFilters(hz: number, bins: number, bank: Bank): PackedMatrix {
  const { nChroma, tuning, ctroct, octwidth, baseC } = bank;
  const key = [hz, bins, nChroma, tuning, ctroct, octwidth, baseC].join();
  const known = banks.get(key);
  if (known !== undefined) return known;
  const a0 = 27.5 * 2 ** (tuning / nChroma);
  const pitch = (bin: number): number =>
    bin === 0 ? pitch(1) - 1.5 * nChroma : nChroma * Math.log2((bin * hz) / a0);
  // librosa's filters begin with A; C is its third class of twelve
  const first = baseC ? 3 * Math.floor(nChroma / 12) : 0;
  const weights = new Float64Array(bins * nChroma);
  let next = pitch(0);
  for (let b = 0; b < bins; b++) {
    const here = next;
    next = pitch(b + 1);
    const row = weights.subarray(b * nChroma, (b + 1) * nChroma);
    const norm = putBump(row, here - first, Math.max(next - here, 1));
    const octave =
      octwidth === "none" ? 1 : Math.exp(-0.5 * ((here / nChroma - ctroct) / octwidth) ** 2);
    for (let c = 0; c < nChroma; c++) row[c]! *= octave / norm;
  }
  const factor = packMatrix([bins, nChroma], "float32", (b, c) => weights[b * nChroma + c]!);
  banks.set(key, factor);
  return factor;
}

// Writes exp(-(2 d / width)^2 / 2) for each class, d being its distance from a pitch around the circle, and returns their Euclidean norm.
// From the class below the pitch outwards, where each value is the one before times a ratio that falls by the same factor each time.
function putBump(row: Float64Array, pitch: number, width: number): number {
  const n = row.length;
  const below = Math.floor(pitch);
  const d = pitch - below;
  const fall = Math.exp(-4 / width ** 2);
  const centre = Math.exp(-2 * (d / width) ** 2);
  let energy = 0;
  const put = (steps: number, value: number): void => {
    row[modulo(below + steps, n)] = value;
    energy += value * value;
  };
  put(0, centre);
  const half = roundHalfEven(n / 2);
  let ratio = Math.exp((4 * d - 2) / width ** 2);
  let value = centre;
  for (let steps = 1; steps <= half; steps++) {
    value *= ratio;
    ratio *= fall;
    put(steps, value);
  }
  ratio = Math.exp((-4 * d - 2) / width ** 2);
  value = centre;
  for (let steps = 1; steps < n - half; steps++) {
    value *= ratio;
    ratio *= fall;
    put(-steps, value);
  }
  return Math.sqrt(energy);
}
