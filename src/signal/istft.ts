import { assertArgument } from "../errors.ts";
import { fftPlan, transformSpace } from "../math/fft.ts";
import { kernels } from "../math/kernels.ts";
import { type ComplexFrames, frameShape, type StftOptions } from "./stft.ts";

/** How the frames were cut, as in the analysis; names and defaults are those of librosa's `istft`. */
export interface IstftOptions extends Omit<StftOptions, "nFft" | "padMode"> {
  /** Samples wanted; by default what the frames cover, less the padding. */
  readonly length?: number;
}

/** Inverse of `stft` by overlap-add in float32, for the window and hop of the analysis. librosa's `istft`. Errors: `invalid-argument` for parameters out of range. */
export function istft(
  { data, count, bins }: ComplexFrames,
  options: IstftOptions = {},
): Float32Array {
  const shape = overlapShape({ count, bins }, options);
  const k = kernels();
  return k.scratch(() => overlapAdd(k.copyFloat32(data), shape, { shares: 0, stride: 0 }));
}

/** The kernel transforms this many frames at once. */
const FRAMES_AT_ONCE = 4;

/** An inverse transform that is ready for spectrograms of one size. */
export interface OverlapShape {
  readonly nFft: number;
  readonly hopLength: number;
  readonly window: Float64Array;
  /** Frames that are heard. */
  readonly used: number;
  /** Samples with their padding, before and in all. */
  readonly offset: number;
  readonly total: number;
  readonly length: number;
  readonly plan: number;
}

/** The inverse transform of spectrograms of that size. Errors: `invalid-argument` as `istft`. */
export function overlapShape(
  { count, bins }: Omit<ComplexFrames, "data">,
  options: IstftOptions,
): OverlapShape {
  const nFft = (bins - 1) * 2;
  const { hopLength, window } = frameShape("istft", nFft, options);
  const offset = (options.center ?? true) ? nFft / 2 : 0;
  const { length = nFft + hopLength * (count - 1) - 2 * offset } = options;
  assertArgument(
    Number.isSafeInteger(length) && length >= 0,
    `istft: length must be an integer from 0, got ${length}`,
  );
  const used = Math.min(count, Math.ceil((length + 2 * offset) / hopLength));
  const total = Math.max(nFft + hopLength * (used - 1), offset + length);
  const plan = fftPlan(nFft, "float32");
  return { nFft, hopLength, window, used, offset, total, length, plan };
}

/**
 * The samples of complex numbers at `complex` in the kernels' memory, each multiplied by its share, where there are any, in rows of `stride`;
 * to be called within a scratch stretch.
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
