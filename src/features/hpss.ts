import { AffektError } from "../errors.ts";
import { kernels } from "../math/kernels.ts";
import type { Frames } from "./frames.ts";
import { type ComplexFrames, istft, magnitude, stft } from "./stft.ts";

/**
 * The harmonic part of a signal, its samples of the same number. librosa's `effects.harmonic` with its defaults;
 * Fitzgerald, "Harmonic/percussive separation using median filtering", DAFx 2010.
 */
export function harmonic(samples: Float32Array): Float32Array {
  const spectrogram = stft(samples);
  return harmonicPart(spectrogram, magnitude(spectrogram), samples.length);
}

/** The harmonic part, as `length` samples, of a signal that is known by its spectrogram and its magnitudes. */
export function harmonicPart(
  { data, count, bins }: ComplexFrames,
  magnitudes: Frames,
  length: number,
): Float32Array {
  const mask = harmonicMask(magnitudes).data;
  const masked = new Float32Array(data.length);
  for (let i = 0, at = 0; i < mask.length; i++, at += 2) {
    masked[at] = data[at]! * mask[i]!;
    masked[at + 1] = data[at + 1]! * mask[i]!;
  }
  return istft({ data: masked, count, bins }, length);
}

/**
 * The share of each bin of a magnitude spectrogram that is harmonic, in [0, 1]: H^2 / (H^2 + P^2) with H the median over `kernelSize` frames and
 * P the median over `kernelSize` bins. librosa's `decompose.hpss(S, mask=True)`. kernelSize: odd; 31.
 */
export function harmonicMask(
  magnitudes: Frames,
  { kernelSize = 31 }: { readonly kernelSize?: number } = {},
): Frames {
  if (!Number.isInteger(kernelSize) || kernelSize < 1 || kernelSize % 2 === 0) {
    throw new AffektError(
      "invalid-argument",
      `hpss: kernelSize must be a positive odd integer, got ${kernelSize}`,
    );
  }
  const { data, count, width } = magnitudes;
  const columns = (width + 3) & ~3;
  const longest = Math.max(count, width) + kernelSize;
  const k = kernels();
  const mask = new Float32Array(data.length);
  k.scratch(() => {
    const padded = k.allocate(longest * 16);
    const sorted = k.allocate((kernelSize + 1) * 16);
    const result = k.allocate(longest * 16);
    const input = k.allocate(count * columns * 4);
    const overTime = k.allocate(count * columns * 4);
    const overFrequency = k.allocate(count * columns * 4);
    const rows = k.float32(input, count * columns);
    for (let f = 0; f < count; f++) {
      rows.set(data.subarray(f * width, (f + 1) * width), f * columns);
      rows.fill(0, f * columns + width, (f + 1) * columns);
    }
    const work = [kernelSize, padded, sorted, result] as const;
    k.call.medianOverRows(input, count, columns, ...work, overTime);
    k.call.medianOverColumns(input, count, columns, width, ...work, overFrequency);
    k.call.softMask(overTime, overFrequency, count * columns, overTime);
    const shares = k.float32(overTime, count * columns);
    for (let f = 0; f < count; f++) {
      mask.set(shares.subarray(f * columns, f * columns + width), f * width);
    }
  });
  return { data: mask, count, width };
}
