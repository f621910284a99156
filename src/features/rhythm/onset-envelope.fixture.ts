import { powerToDb } from "../../signal/decibel.ts";
import { melSpectrogram } from "../spectral/mel.ts";
import { onsetStrength, type OnsetStrengthOptions } from "./onset-strength.ts";
import { magnitude, stft } from "../../signal/stft.ts";

/** The onset strength of a signal at 22.05 kHz, as librosa computes it from samples. */
export function onsetEnvelope(
  samples: Float32Array,
  options: OnsetStrengthOptions = {},
): Float32Array {
  const { nFft = 2048, hopLength = 512 } = options;
  const mel = melSpectrogram(magnitude(stft(samples, { nFft, hopLength })), { sampleRate: 22_050 });
  return onsetStrength({ ...mel, data: powerToDb(mel.data) }, options);
}
