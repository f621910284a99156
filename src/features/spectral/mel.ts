import type { Sampled } from "../../audio/audio-data.ts";
import * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { BoundedCache } from "../../math/bounded-cache.ts";
import { kernels } from "../../math/kernels.ts";
import { complete } from "../../options/check.ts";
import { flag, group, integer, number, withDefault } from "../../options/schema.ts";
import { assertFinite, type Frames, hzPerBin } from "../../signal/frames.ts";
import { hzToMel, melToHz } from "../../signal/mel-scale.ts";
import { normOf, normOption } from "../../signal/norm.ts";
import {
  type DescribedAudio,
  descriptor,
  type DescriptorColumn,
  numberedColumns,
  type ValuesOf,
} from "../descriptor.ts";

/** Options of mel bands; names and defaults are those of librosa's `filters.mel`. */
export const MEL_BANDS = {
  nMels: withDefault(integer({ min: 1, max: 4096, text: "number of mel bands" }), 128),
  fmin: withDefault(number({ min: 0, text: "lower end of the first band", unit: "Hz" }), 0),
  fmax: v.optional(
    number({
      above: 0,
      text: "upper end of the last band, by default half the sample rate",
      unit: "Hz",
    }),
  ),
  htk: withDefault(flag({ text: "HTK's mel scale instead of Slaney's" }), false),
};

/** Options of `melSpectrogram`; names and defaults are those of librosa's `melspectrogram` and `filters.mel`. */
export const MEL = group({
  ...MEL_BANDS,
  power: withDefault(number({ above: 0, text: "exponent of the magnitudes, 2 for power" }), 2),
  norm: withDefault(
    normOption(
      "scale of each band's triangle: an area of 1 (`slaney`), or a norm of its weights",
      "slaney",
    ),
    "slaney",
  ),
});

/** Options of `melSpectrogram`. */
export type MelOptions = Sampled & MelParameters;

/** Options of the mel filter bank. */
export type MelParameters = v.InferInput<typeof MEL>;

/** Triangular filters as the kernels take them. */
interface MelFilters {
  /** For each filter its first bin and its number of weights. */
  readonly bands: Uint32Array;
  /** The weights of all filters, one filter after the other. */
  readonly weights: Float32Array;
}

/**
 * Mel spectrogram [frames, nMels] of a magnitude spectrogram [frames, nFft / 2 + 1]: the weighted sum of each band's power.
 * librosa's `melspectrogram(S=abs(stft) ** power)`.
 * @throws {AffektError} `invalid-argument` for options out of range.
 */
export function melSpectrogram(magnitudes: Frames, { sampleRate, ...options }: MelOptions): Frames {
  const { power, fmax = sampleRate / 2, ...given } = complete(MEL, options, "mel");
  const bank = { ...given, fmax };
  const { data, count, width } = magnitudes;
  const { fmin, nMels } = bank;
  const hz = hzPerBin("mel", magnitudes, sampleRate);
  assertArgument(
    fmax > fmin && fmax <= sampleRate / 2,
    `mel: frequencies must satisfy 0 <= fmin < fmax <= ${sampleRate / 2}, got fmin ${fmin} and fmax ${fmax}`,
  );
  const { bands, weights } = melFilters(hz, width, bank);
  const k = kernels();
  return k.scratch(() => {
    // the kernel squares its input
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

/** A complete filter bank. */
type Bank = Omit<v.InferOutput<typeof MEL>, "power" | "fmax"> & { readonly fmax: number };

const banks = new BoundedCache<MelFilters>(
  ({ bands, weights }) => bands.byteLength + weights.byteLength,
);

/** The triangular filters of librosa's `filters.mel` for `bins` bins, `hz` apart. */
export function melFilters(hz: number, bins: number, bank: Bank): MelFilters {
  const { nMels, fmin, fmax, htk, norm } = bank;
  const key = [hz, bins, nMels, fmin, fmax, htk, norm].join();
  return banks.get(key, () => makeFilters(hz, bins, bank));
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
    // the bin of half the rate is no part of a triangle
    const end = Math.min(bins - 1, Math.ceil(right / hz) + 1);
    for (let b = Math.max(0, Math.floor(left / hz)); b < end; b++) {
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

/** `melSpectrogram` in feature sets. */
export const melSpectrogramDescriptor = descriptor({
  prefix: "mel",
  parameters: MEL.entries,
  columns: (options, audio) =>
    melBandColumns(options, audio, "power", options.power === 2 ? "full scale²" : ""),
  frames: (clip, options) => clip.mel(options),
});

/** Columns of mel bands that hold a quantity, such as `power`. */
export function melBandColumns(
  { nMels, fmin, fmax, htk }: ValuesOf<typeof MEL_BANDS>,
  { sampleRate }: DescribedAudio,
  quantity: string,
  unit: string,
): DescriptorColumn[] {
  const low = hzToMel(fmin, htk);
  const step = (hzToMel(fmax ?? sampleRate / 2, htk) - low) / (nMels + 1);
  const hz = (edge: number): string => melToHz(low + edge * step, htk).toFixed(0);
  return numberedColumns(
    nMels,
    unit,
    (i) => `${quantity} in the mel band around ${hz(i + 1)} Hz (${hz(i)} to ${hz(i + 2)})`,
  );
}
