import * as v from "valibot";
import { fftPlan, transformSpace } from "../math/fourier/fft.ts";
import { kernels } from "../math/kernels.ts";
import { complete } from "../options/check.ts";
import { group, integer } from "../options/schema.ts";
import { frameBlocks } from "./frames.ts";
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
  const sum = new OverlapSum(shape);
  const k = kernels();
  for (const { first, end } of frameBlocks(count, bins)) {
    k.scratch(() => {
      const complex = k.copyFloat32(data.subarray(first * bins * 2, end * bins * 2));
      sum.add(complex, end - first, { shares: 0, stride: 0 });
    });
  }
  return sum.finish();
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
  const plan = fftPlan(nFft, "float32");
  return { nFft, hopLength, window, used, offset, length, plan };
}

/** The samples of a spectrogram whose frames come in blocks. */
export class OverlapSum {
  readonly #shape: OverlapShape;
  readonly #result: Float32Array;
  /** What frames so far have added where later ones add to it: samples, and the squares of their windows. */
  readonly #tail: Float32Array;
  readonly #squares: Float32Array;
  #frames = 0;

  constructor(shape: OverlapShape) {
    const { nFft, hopLength, length } = shape;
    this.#shape = shape;
    this.#result = new Float32Array(length);
    this.#tail = new Float32Array(Math.max(0, nFft - hopLength));
    this.#squares = new Float32Array(this.#tail.length);
  }

  /**
   * Takes the next frames, at the offset `complex` in the kernels' memory. To be called inside `kernels().scratch`.
   * shares: offset of the factors of its numbers, [frames, stride], or 0 for none.
   */
  add(
    complex: number,
    frames: number,
    { shares, stride }: { readonly shares: number; readonly stride: number },
  ): void {
    const { nFft, hopLength, window, used, plan } = this.#shape;
    const count = Math.min(frames, used - this.#frames);
    if (count <= 0) return;
    const k = kernels();
    const windowAt = k.copyFloat32(window);
    const { data, spectrum } = transformSpace(nFft);
    const rows = k.allocate(FRAMES_AT_ONCE * nFft * 4);
    const size = ((count - 1) * hopLength + nFft + 3) & ~3;
    const out = k.allocate(size * 8);
    const sum = out + size * 4;
    const values = k.float32(out, size * 2).fill(0);
    values.set(this.#tail);
    values.set(this.#squares, size);
    const spectrogram = [complex, shares, stride, count, hopLength, nFft] as const;
    k.call.overlapAdd(...spectrogram, windowAt, plan, data, spectrum, rows, out, sum);
    const done = count * hopLength;
    this.#tail.set(values.subarray(done, done + this.#tail.length));
    this.#squares.set(values.subarray(size + done, size + done + this.#tail.length));
    k.call.normalizeOverlaps(out, sum, size, nFft / 2);
    this.#put(values.subarray(0, Math.min(done, size)));
    this.#frames += count;
  }

  /** The result, after the last frame. */
  finish(): Float32Array {
    const { nFft } = this.#shape;
    const { length } = this.#tail;
    const k = kernels();
    k.scratch(() => {
      const size = (length + 3) & ~3;
      const out = k.allocate(size * 8);
      const values = k.float32(out, size * 2).fill(0);
      values.set(this.#tail);
      values.set(this.#squares, size);
      k.call.normalizeOverlaps(out, out + size * 4, size, nFft / 2);
      this.#put(values.subarray(0, length));
    });
    return this.#result;
  }

  /** Puts samples from the next frame's place on. */
  #put(samples: Float32Array): void {
    const { hopLength, offset, length } = this.#shape;
    const at = this.#frames * hopLength - offset;
    if (at >= length) return;
    this.#result.set(samples.subarray(Math.max(0, -at), length - at), Math.max(0, at));
  }
}
