import type { Sampled } from "../audio/audio-data.ts";
import type { EffectOptions } from "./effect-options.ts";
import type * as v from "valibot";
import { MU_LAW, muLawByte } from "../audio/pcm/g711.ts";
import { resample } from "../audio/resample/resample.ts";
import { convolve } from "../math/fourier/convolution.ts";
import { kaiser, kaiserBeta } from "../math/fourier/windows.ts";
import { complete } from "../options/check.ts";
import { choice, group, withDefault } from "../options/schema.ts";
import { fitLength } from "./fit-length.ts";

/** The codecs of a telephone line. */
export const LINE_CODECS = ["pcm", "mu-law"] as const;

/** Parameters of `bandLimit`. */
export const BAND_LIMIT = group({
  codec: withDefault(
    choice(LINE_CODECS, { text: "coding of the samples: none, or the 8 bits of ITU-T G.711" }),
    "pcm",
  ),
});

/** Parameters of `BAND_LIMIT`. */
export type BandLimitParameters = v.InferInput<typeof BAND_LIMIT>;

const LINE_RATE = 8000;
const [LOWEST, HIGHEST] = [300, 3400];
/** Half the amplitude at 300 and 3400 Hz, under -60 dB from 60 Hz further out. */
const TAPS = 257;
const BETA = kaiserBeta(60);

let filter: Float32Array | undefined;

/**
 * A clip over a telephone line: 300 to 3400 Hz, sampled at 8 kHz, then resampled to its own rate and length.
 * @throws {AffektError} `invalid-argument` for an unknown parameter or codec.
 */
export function bandLimit(
  samples: Float32Array,
  { sampleRate, random: _, ...parameters }: BandLimitParameters & Partial<EffectOptions> & Sampled,
): Float32Array {
  const { codec } = complete(BAND_LIMIT, parameters, "bandLimit");
  const sent = resample(samples, { from: sampleRate, to: LINE_RATE });
  filter ??= lineFilter();
  const delay = (TAPS - 1) / 2;
  const filtered = convolve(sent, filter).subarray(delay, delay + sent.length);
  const line = codec === "pcm" ? filtered : filtered.map((sample) => MU_LAW[muLawByte(sample)]!);
  return fitLength(resample(line, { from: LINE_RATE, to: sampleRate }), samples.length);
}

/** A windowed sinc with linear phase. */
function lineFilter(): Float32Array {
  return Float32Array.from({ length: TAPS }, (_, i) => {
    const t = i - (TAPS - 1) / 2;
    const band = lowPass(HIGHEST / LINE_RATE, t) - lowPass(LOWEST / LINE_RATE, t);
    return band * kaiser(t / ((TAPS + 1) / 2), BETA);
  });
}

/** The impulse response of an ideal low-pass filter. cutoff: in cycles a sample. */
function lowPass(cutoff: number, t: number): number {
  return t === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * t) / (Math.PI * t);
}
