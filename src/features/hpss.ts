import { AffektError } from "../errors.ts";
import { kernels } from "../math/kernels.ts";
import type { Frames } from "./frames.ts";
import { type ComplexFrames, istftOf, magnitude, stft } from "./stft.ts";

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
  const k = kernels();
  const load = (): number => {
    const { shares, columns } = maskAt(magnitudes, KERNEL_SIZE);
    const complex = k.copyFloat32(data);
    k.call.scaleComplex(complex, count, bins, shares, columns);
    return complex;
  };
  return istftOf(load, { count, bins }, length);
}

const KERNEL_SIZE = 31;

/**
 * The share of each bin of a magnitude spectrogram that is harmonic, in [0, 1]: H^2 / (H^2 + P^2) with H the median over `kernelSize` frames and
 * P the median over `kernelSize` bins. librosa's `decompose.hpss(S, mask=True)`. kernelSize: odd; 31.
 */
export function harmonicMask(
  magnitudes: Frames,
  { kernelSize = KERNEL_SIZE }: { readonly kernelSize?: number } = {},
): Frames {
  if (!Number.isInteger(kernelSize) || kernelSize < 1 || kernelSize % 2 === 0) {
    throw new AffektError(
      "invalid-argument",
      `hpss: kernelSize must be a positive odd integer, got ${kernelSize}`,
    );
  }
  const { data, count, width } = magnitudes;
  const mask = new Float32Array(data.length);
  const k = kernels();
  k.scratch(() => {
    const { shares, columns } = maskAt(magnitudes, kernelSize);
    const padded = k.float32(shares, count * columns);
    for (let f = 0; f < count; f++) {
      mask.set(padded.subarray(f * columns, f * columns + width), f * width);
    }
  });
  return { data: mask, count, width };
}

// The mask in the kernels' memory, [frames, columns], each frame's bins followed by padding; to be called within a scratch stretch.
function maskAt(
  { data, count, width }: Frames,
  kernelSize: number,
): { shares: number; columns: number } {
  const columns = (width + 3) & ~3;
  const longest = Math.max(count, width) + kernelSize;
  const k = kernels();
  const padded = k.allocate(longest * 16);
  const sorted = k.allocate((kernelSize + 1) * 16);
  const result = k.allocate(longest * 16);
  const input = k.allocate(count * columns * 4);
  const shares = k.allocate(count * columns * 4);
  const overFrequency = k.allocate(count * columns * 4);
  const rows = k.float32(input, count * columns);
  for (let f = 0; f < count; f++) {
    rows.set(data.subarray(f * width, (f + 1) * width), f * columns);
    rows.fill(0, f * columns + width, (f + 1) * columns);
  }
  const work = [kernelSize, padded, sorted, result] as const;
  k.call.medianOverRows(input, count, columns, ...work, shares);
  k.call.medianOverColumns(input, count, columns, width, ...work, overFrequency);
  k.call.softMask(shares, overFrequency, count * columns, shares);
  return { shares, columns };
}
