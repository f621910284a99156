import * as v from "valibot";
import { fftPlan, transformSpace } from "../math/fft.ts";
import { kernels } from "../math/kernels.ts";
import { complete } from "../options/check.ts";
import { group, integer } from "../options/schema.ts";
import { type ComplexFrames, frameShape, STFT } from "./stft.ts";

const { hopLength, winLength, window, center } = STFT.entries;

/** Options of `istft`: those of the analysis, and the length. Names and defaults are librosa's. */
export const ISTFT = group({
  hopLength,
  winLength,
  window,
  center,
  length: v.optional(
    integer({
      min: 0,
      text: "length of the result, by default what the frames cover without the padding",
      unit: "samples",
    }),
  ),
});

/** Options of `istft`. */
export type IstftOptions = v.InferInput<typeof ISTFT>;

/**
 * Inverse of `stft` by overlap-add in float32, for the window and hop of the analysis. librosa's `istft`.
 * @throws {AffektError} `invalid-argument` for options out of range.
 */
export function istft(
  { data, count, bins }: ComplexFrames,
  options: IstftOptions = {},
): Float32Array {
  const shape = overlapShape({ count, bins }, complete(ISTFT, options, "istft"));
  const k = kernels();
  return k.scratch(() => overlapAdd(k.copyFloat32(data), shape, { shares: 0, stride: 0 }));
}

/** The kernel transforms this many frames at once. */
const FRAMES_AT_ONCE = 4;

/** An inverse transform prepared for spectrograms of one size. */
export interface OverlapShape {
  readonly nFft: number;
  readonly hopLength: number;
  readonly window: Float64Array;
  /** The number of frames that reach into the result. */
  readonly used: number;
  /** Samples before the result. */
  readonly offset: number;
  /** Samples with those before and after the result. */
  readonly total: number;
  /** Samples of the result. */
  readonly length: number;
  readonly plan: number;
}

/**
 * Prepares the inverse transform of spectrograms of one size.
 * @throws {AffektError} `invalid-argument` as `istft`.
 */
export function overlapShape(
  { count, bins }: Omit<ComplexFrames, "data">,
  options: v.InferOutput<typeof ISTFT>,
): OverlapShape {
  const nFft = (bins - 1) * 2;
  const { hopLength, window } = frameShape("istft", nFft, options);
  const offset = options.center ? nFft / 2 : 0;
  const { length = nFft + hopLength * (count - 1) - 2 * offset } = options;
  const used = Math.min(count, Math.ceil((length + 2 * offset) / hopLength));
  const total = Math.max(nFft + hopLength * (used - 1), offset + length);
  const plan = fftPlan(nFft, "float32");
  return { nFft, hopLength, window, used, offset, total, length, plan };
}

/**
 * The samples of a spectrogram at the offset `complex` in the kernels' memory. To be called inside `kernels().scratch`.
 * shares: offset of the factors of its numbers, [frames, stride], or 0 for none.
 */
export function overlapAdd(
  complex: number,
  { nFft, hopLength, window, used, offset, total, length, plan }: OverlapShape,
  { shares, stride }: { readonly shares: number; readonly stride: number },
): Float32Array {
  const k = kernels();
  const windowAt = k.copyFloat32(window);
  const { data, spectrum } = transformSpace(nFft);
  const rows = k.allocate(FRAMES_AT_ONCE * nFft * 4);
  const size = (total + 3) & ~3;
  const out = k.allocate(size * 8);
  const sum = out + size * 4;
  k.float32(out, size * 2).fill(0);
  const frames = [complex, shares, stride, used, hopLength, nFft] as const;
  k.call.overlapAdd(...frames, windowAt, plan, data, spectrum, rows, out, sum);
  k.call.normalizeOverlaps(out, sum, size, nFft / 2);
  return k.float32(out + offset * 4, length).slice();
}
