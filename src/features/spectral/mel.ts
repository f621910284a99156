import { assertArgument } from "../../errors.ts";
import { kernels } from "../../math/kernels.ts";
import { assertFinite, type Frames, hzPerBin } from "../../signal/frames.ts";
import { hzToMel, melToHz } from "../../signal/mel-scale.ts";
import { checkNorm, type Norm, normOf } from "../../signal/norm.ts";

/** Mel bands; names and defaults are those of librosa's `melspectrogram` and `filters.mel`. */
export interface MelOptions {
  /** What magnitudes are raised to: 2 for power, 1 for magnitudes; 2. */
  readonly power?: number;
  /** Bands; 128. */
  readonly nMels?: number;
  /** In Hz; 0. */
  readonly fmin?: number;
  /** In Hz; half the sample rate. */
  readonly fmax?: number;
  /** Whether the bands follow HTK's scale instead of Slaney's; false. */
  readonly htk?: boolean;
  /** How each band's triangle is scaled: `slaney` to an area of 1, or by a norm of its weights; `slaney`. */
  readonly norm?: "slaney" | Norm;
}

/** Triangular filters as the kernel takes them. */
interface MelFilters {
  /** Each filter's first bin and its number of weights. */
  readonly bands: Uint32Array;
  /** Filter after filter. */
  readonly weights: Float32Array;
}

const DEFAULTS = { power: 2, nMels: 128, fmin: 0, htk: false, norm: "slaney" } as const;

/**
 * Mel spectrogram [frames, nMels] of a magnitude spectrogram [frames, nFft / 2 + 1]: each band's weighted sum of power.
 * librosa's `melspectrogram(S=abs(stft) ** power)`. Errors: `invalid-argument` for parameters out of range.
 */
export function melSpectrogram(
  magnitudes: Frames,
  sampleRate: number,
  options: MelOptions = {},
): Frames {
  const { data, count, width } = magnitudes;
  const { power, ...bank } = { ...DEFAULTS, fmax: sampleRate / 2, ...options };
  assertArgument(
    Number.isFinite(power) && power > 0,
    `mel: power must be a positive number, got ${power}`,
  );
  checkBank(sampleRate, bank);
  const { bands, weights } = melFilters(hzPerBin("mel", magnitudes, sampleRate), width, bank);
  const { nMels } = bank;
  const k = kernels();
  return k.scratch(() => {
    // the kernel squares what it gets
    const input = k.copyFloat32(power === 2 ? data : data.map((size) => size ** (power / 2)));
    const weightsAt = k.copyFloat32(weights);
    const bandsAt = k.copyUint32(bands);
    const out = k.allocate(count * nMels * 4);
    k.call.bandPower(input, count, width, bandsAt, nMels, weightsAt, out);
    return assertFinite("mel", {
      data: k.float32(out, count * nMels).slice(),
      count,
      width: nMels,
    });
  });
}

type Bank = Required<Omit<MelOptions, "power">>;

const banks = new Map<string, MelFilters>();

// The triangular filters of librosa's `filters.mel`.
function melFilters(hz: number, bins: number, bank: Bank): MelFilters {
  const { nMels, fmin, fmax, htk, norm } = bank;
  const key = [hz, bins, nMels, fmin, fmax, htk, norm].join();
  let filters = banks.get(key);
  if (filters === undefined) {
    filters = makeFilters(hz, bins, bank);
    banks.set(key, filters);
  }
  return filters;
}

function checkBank(sampleRate: number, { nMels, fmin, fmax, norm }: Bank): void {
  assertArgument(
    Number.isInteger(nMels) && nMels >= 1,
    `mel: nMels must be a positive integer, got ${nMels}`,
  );
  assertArgument(
    fmin >= 0 && fmax > fmin && fmax <= sampleRate / 2,
    `mel: frequencies must satisfy 0 <= fmin < fmax <= ${sampleRate / 2}, got fmin ${fmin} and fmax ${fmax}`,
  );
  if (norm !== "slaney") checkNorm("mel", norm, "slaney, ");
}

function makeFilters(hz: number, bins: number, bank: Bank): MelFilters {
  const { nMels, fmin, fmax, htk, norm } = bank;
  const low = hzToMel(fmin, htk);
  const step = (hzToMel(fmax, htk) - low) / (nMels + 1);
  const edges = Array.from({ length: nMels + 2 }, (_, i) => melToHz(low + i * step, htk));
  const bands = new Uint32Array(nMels * 2);
  const weights: number[] = [];
  for (let m = 0; m < nMels; m++) {
    const [left, centre, right] = [edges[m]!, edges[m + 1]!, edges[m + 2]!];
    const start = weights.length;
    // half the rate itself is where the last triangle ends
    for (let b = 0; b < bins - 1; b++) {
      const f = b * hz;
      const weight = Math.min((f - left) / (centre - left), (right - f) / (right - centre));
      if (weight <= 0) continue;
      if (weights.length === start) bands[2 * m] = b;
      weights.push(Math.fround(weight));
    }
    const scale =
      norm === "slaney" ? 2 / (right - left) : 1 / normOf(weights, start, weights.length, norm);
    for (let i = start; i < weights.length; i++) weights[i] = Math.fround(weights[i]! * scale);
    bands[2 * m + 1] = weights.length - start;
  }
  return { bands, weights: Float32Array.from(weights) };
}
