import { assertArgument } from "../../errors.ts";
import { greatestCommonDivisor } from "../../math/arithmetic.ts";
import { assertFinite, type Frames } from "../../signal/frames.ts";
import { type FramingOptions, frameSignal } from "../../signal/framing.ts";
import type { PadMode } from "../../signal/padding.ts";

/** Names and defaults are those of librosa's `feature.rms`. */
export interface RmsOptions extends FramingOptions {
  /** What the padding is; `constant`, which is zeros. */
  readonly padMode?: PadMode;
}

/**
 * Root-mean-square level [frames, 1] of a signal, or of the signal behind a magnitude spectrogram [frames, frameLength / 2 + 1], whose frameLength is by
 * default an even one and whose window counts as part of the signal. librosa's `feature.rms`.
 * Errors: `invalid-argument` for parameters out of range and an uncentred signal shorter than a frame, `unreadable` for values that are not finite.
 */
export function rms(signal: Float32Array | Frames, options: RmsOptions = {}): Frames {
  return "data" in signal ? spectrogramRms(signal, options) : signalRms("rms", signal, options);
}

/** The same of samples; `where` is for messages. */
export function signalRms(where: string, signal: Float32Array, options: RmsOptions): Frames {
  const framed = frameSignal(where, signal, options, options.padMode ?? "constant");
  const { samples, frameLength, hopLength, count } = framed;
  // the energies of blocks, of which a frame and a hop are a whole number
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

function spectrogramRms({ data, count, width }: Frames, options: RmsOptions): Frames {
  const { frameLength = 2 * (width - 1) } = options;
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
