import { AffektError, assertArgument } from "../errors.ts";
import { type Block, blocksOf } from "../math/blocks.ts";
import { release } from "../math/release.ts";
import { type Norm, normOf } from "./norm.ts";

/** A vector of `width` numbers for each frame of a signal, such as a spectrogram: `data[frame * width + i]`. */
export interface Frames {
  /** [count, width] */
  readonly data: Float32Array;
  /** The number of frames. */
  readonly count: number;
  /** The number of values of a frame. */
  readonly width: number;
}

/** Values of a spectrogram that are computed at once: 2 MB, or 12 s in frames of 2048 samples every 512 at 22.05 kHz. */
const BLOCK_VALUES = 1 << 19;

/**
 * Blocks of `count` frames of `width` values that are computed one after the other, so that the memory of the kernels does not grow
 * with their number. `least`: the fewest frames of a block.
 */
export function frameBlocks(count: number, width: number, least = 0): Block[] {
  // kernels take up to four frames at once
  return blocksOf(count, Math.max(4, least, Math.floor(BLOCK_VALUES / width)) & ~3);
}

/** The frames of blocks, one after the other. Several blocks are freed. */
export function joinFrames(blocks: readonly Frames[]): Frames {
  if (blocks.length === 1) return blocks[0]!;
  const joined = copyFrames(blocks);
  release(blocks.map(({ data }) => data));
  return joined;
}

/** The frames from `first` to before `end`, in the same memory. */
export function framesOf({ data, width }: Frames, first: number, end: number): Frames {
  return { data: data.subarray(first * width, end * width), count: end - first, width };
}

/** A copy of the frames of blocks, one after the other. */
export function copyFrames(blocks: readonly Frames[]): Frames {
  const { width } = blocks[0]!;
  const count = blocks.reduce((sum, block) => sum + block.count, 0);
  const data = new Float32Array(count * width);
  let at = 0;
  for (const block of blocks) {
    data.set(block.data, at);
    at += block.data.length;
  }
  return { data, count, width };
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

/**
 * Returns the frames.
 * @throws {AffektError} `unreadable` where a value is not finite; `where` names the caller in the message.
 */
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

/**
 * The distance of two bins of a spectrogram in Hz.
 * @throws {AffektError} `invalid-argument` for fewer than two bins or a sample rate that is not positive; `where` names the caller.
 */
export function hzPerBin(where: string, { width }: Frames, sampleRate: number): number {
  assertArgument(
    width >= 2 && Number.isFinite(sampleRate) && sampleRate > 0,
    `${where}: takes spectra of two or more bins and a positive sample rate, got ${width} bins and ${sampleRate} Hz`,
  );
  return sampleRate / ((width - 1) * 2);
}

/** The values of several descriptors side by side: [frames, sum of widths]. Frames that one of them lacks at the end are dropped. */
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
