import { AffektError, assertArgument } from "../errors.ts";
import { type Norm, normOf } from "./norm.ts";

/** One vector of numbers a frame of the signal: `data[frame * width + i]`. A spectrogram, a mel spectrogram, a chromagram are all of this shape. */
export interface Frames {
  readonly data: Float32Array;
  /** The number of frames. */
  readonly count: number;
  /** Values a frame. */
  readonly width: number;
}

/** Each frame divided by its norm. librosa's `util.normalize`. */
export function normalizeFrames({ data, count, width }: Frames, norm: Norm): Frames {
  const out = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += width) {
    const size = normOf(data, start, start + width, norm);
    for (let i = start; i < start + width; i++) out[i] = data[i]! / size;
  }
  return { data: out, count, width };
}

/** The frames as they are. Errors: `unreadable` where a value is not finite; `where` is for the message. */
export function assertFinite(where: string, frames: Frames): Frames {
  const { data } = frames;
  let sum = 0;
  // 0 for a finite number, NaN for any other
  for (let i = 0; i < data.length; i++) sum += data[i]! - data[i]!;
  if (sum === 0) return frames;
  throw new AffektError(
    "unreadable",
    `${where}: its values are not finite numbers; samples must be finite and not far beyond full scale (-1 to 1)`,
  );
}

/** Hz between two bins of a spectrogram. Errors: `invalid-argument` for less than two bins or a sample rate that is not positive; `where` is for the message. */
export function hzPerBin(where: string, { width }: Frames, sampleRate: number): number {
  assertArgument(
    width >= 2 && Number.isFinite(sampleRate) && sampleRate > 0,
    `${where}: takes spectra of two or more bins and a positive sample rate, got ${width} bins and ${sampleRate} Hz`,
  );
  return sampleRate / ((width - 1) * 2);
}

/** Frames of several descriptors as one; a frame that one of them does not have is left out. */
export function concatFrames(parts: readonly Frames[]): Frames {
  const count = Math.min(...parts.map((part) => part.count));
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const data = new Float32Array(count * width);
  let first = 0;
  for (const part of parts) {
    for (let f = 0; f < count; f++) {
      data.set(part.data.subarray(f * part.width, (f + 1) * part.width), f * width + first);
    }
    first += part.width;
  }
  return { data, count, width };
}
