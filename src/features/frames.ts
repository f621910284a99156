/** One vector of numbers a frame of the signal: `data[frame * width + i]`. A spectrogram, a mel spectrogram, a chromagram are all of this shape. */
export interface Frames {
  readonly data: Float32Array;
  /** The number of frames. */
  readonly count: number;
  /** Values a frame. */
  readonly width: number;
}

/** The mean over time of each value: [width]. */
export function meanOverTime({ data, count, width }: Frames): Float64Array {
  const mean = new Float64Array(width);
  for (let f = 0, at = 0; f < count; f++) {
    for (let i = 0; i < width; i++, at++) mean[i]! += data[at]!;
  }
  for (let i = 0; i < width; i++) mean[i]! /= count;
  return mean;
}

/** Divides each frame by its norm (`1`: sum of magnitudes, `max`: largest magnitude); frames whose norm is below float32's smallest normal number stay, as in librosa's `util.normalize`. */
export function normalizeFrames({ data, count, width }: Frames, norm: 1 | "max"): Frames {
  const out = new Float32Array(data.length);
  for (let f = 0; f < count; f++) {
    const start = f * width;
    let size = 0;
    for (let i = start; i < start + width; i++) {
      const magnitude = Math.abs(data[i]!);
      if (norm === "max") size = magnitude > size ? magnitude : size;
      else size += magnitude;
    }
    if (size < SMALLEST_FLOAT32) size = 1;
    for (let i = start; i < start + width; i++) out[i] = data[i]! / size;
  }
  return { data: out, count, width };
}

/** The smallest normal float32, which librosa's `util.tiny` gives. */
export const SMALLEST_FLOAT32 = 1.1754943508222875e-38;
