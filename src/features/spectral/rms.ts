import type * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { greatestCommonDivisor } from "../../math/arithmetic.ts";
import { complete } from "../../options/check.ts";
import { group, withDefault } from "../../options/schema.ts";
import { assertFinite, type Frames } from "../../signal/frames.ts";
import { frameSignal, SAMPLE_FRAMING, type SampleFraming } from "../../signal/framing.ts";
import { PAD_MODE, type PadMode } from "../../signal/padding.ts";
import { descriptor, singleColumn } from "../descriptor.ts";

/** Options of `rms`; names and defaults are librosa's. */
export const RMS = group({
  ...SAMPLE_FRAMING.entries,
  padMode: withDefault(PAD_MODE, "constant"),
});

/** Options of `rms`. */
export type RmsOptions = v.InferInput<typeof RMS>;

/**
 * Root-mean-square level [frames, 1] of a signal, or of the signal behind a magnitude spectrogram [frames, frameLength / 2 + 1]. The
 * frameLength of a spectrogram is even unless it is given, and its window counts as part of the signal. librosa's `feature.rms`.
 * @throws {AffektError} `invalid-argument` for options out of range and an uncentred signal shorter than a frame, `unreadable` for
 *   values that are not finite.
 */
export function rms(signal: Float32Array | Frames, options: RmsOptions = {}): Frames {
  const completed = complete(RMS, options, "rms");
  if ("data" in signal) return spectrogramRms(signal, options.frameLength);
  return signalRms("rms", signal, completed);
}

/** `rms` of samples. `where` names the caller in messages. */
export function signalRms(
  where: string,
  signal: Float32Array,
  { padMode, ...framing }: SampleFraming & { readonly padMode: PadMode },
): Frames {
  const framed = frameSignal(where, signal, framing, padMode);
  const { samples, frameLength, hopLength, count } = framed;
  // energies of blocks that divide both a frame and a hop
  const blockLength = greatestCommonDivisor(frameLength, hopLength);
  const energies = new Float64Array(((count - 1) * hopLength + frameLength) / blockLength);
  for (let b = 0; b < energies.length; b++) {
    let sum = 0;
    for (let i = b * blockLength; i < (b + 1) * blockLength; i++) sum += samples[i]! * samples[i]!;
    energies[b] = sum;
  }
  const data = new Float32Array(count);
  for (let f = 0; f < count; f++) {
    const first = (f * hopLength) / blockLength;
    let sum = 0;
    for (let b = first; b < first + frameLength / blockLength; b++) sum += energies[b]!;
    data[f] = Math.sqrt(sum / frameLength);
  }
  return { data, count, width: 1 };
}

function spectrogramRms({ data, count, width }: Frames, frameLength = 2 * (width - 1)): Frames {
  assertArgument(
    width === Math.floor(frameLength / 2) + 1,
    `rms: frameLength must be ${2 * width - 2} or ${2 * width - 1} for a spectrogram of ${width} bins, got ${frameLength}`,
  );
  const levels = new Float32Array(count);
  for (let f = 0; f < count; f++) {
    const start = f * width;
    const last = start + width - 1;
    // the bins of 0 Hz and of half the sample rate stand for one of the transform's bins, the others for two
    let sum = (data[start]! * data[start]!) / 2;
    for (let i = start + 1; i < last; i++) sum += data[i]! * data[i]!;
    sum += (data[last]! * data[last]!) / (frameLength % 2 === 0 ? 2 : 1);
    levels[f] = Math.sqrt(2 * sum) / frameLength;
  }
  return assertFinite("rms", { data: levels, count, width: 1 });
}

/** `rms` in feature sets. */
export const rmsDescriptor = descriptor({
  prefix: "rms",
  parameters: {},
  columns: () => singleColumn("full scale", "root-mean-square level"),
  frames: (clip) => rms(clip.samples, clip.sampleFraming),
});
