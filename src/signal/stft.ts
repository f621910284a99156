import { AffektError, assertArgument } from "../errors.ts";
import { fftPlan, transformSpace } from "../math/fft.ts";
import { kernels } from "../math/kernels.ts";
import { type WindowSpec, windowValues } from "../math/windows.ts";
import type { Frames } from "./frames.ts";
import { padInto, type PadMode } from "./padding.ts";

/** How a signal is cut into frames; names and defaults are those of librosa's `stft`. */
export interface StftOptions {
  /** Samples a transform, an even number; 2048. */
  readonly nFft?: number;
  /** Samples between two frames; a quarter of winLength, rounded down. */
  readonly hopLength?: number;
  /** Samples that the window covers, in the middle of the transform's; nFft. */
  readonly winLength?: number;
  /** `hann` by default; values of one's own are winLength many. */
  readonly window?: WindowSpec;
  /** Whether frame f has sample f * hopLength in its middle, which takes nFft / 2 samples of padding, or as its first; true. */
  readonly center?: boolean;
  /** What the padding is; `constant`, which is zeros. */
  readonly padMode?: PadMode;
}

/** A complex spectrogram: `data[(frame * bins + bin) * 2]` is the real part, the next value the imaginary one. */
export interface ComplexFrames {
  readonly data: Float32Array;
  readonly count: number;
  /** nFft / 2 + 1. */
  readonly bins: number;
}

/**
 * Short-time Fourier transform: 1 + floor(n / hopLength) frames, uncentred 1 + floor((n - nFft) / hopLength).
 * librosa's `stft` (float64 inside, float32 out, as there); padMode `wrap` as numpy's.
 * Errors: `invalid-argument` for parameters out of range and an uncentred signal shorter than nFft, `unreadable` for samples that are not finite.
 */
export function stft(samples: Float32Array, options: StftOptions = {}): ComplexFrames {
  const shape = transformShape(samples.length, options);
  const { count, bins } = shape;
  const k = kernels();
  return k.scratch(() => {
    const complex = k.allocate(count * bins * 8);
    transform(samples, shape, { complex, magnitudes: 0, stride: 0 });
    const data = k.float32(complex, count * bins * 2).slice();
    assertFiniteFrames(data, bins * 2);
    return { data, count, bins };
  });
}

/** `magnitude(stft(samples, options))` in one step. Errors: as `stft`. */
export function stftMagnitudes(samples: Float32Array, options: StftOptions = {}): Frames {
  const shape = transformShape(samples.length, options);
  const { count, bins } = shape;
  const k = kernels();
  return k.scratch(() => {
    const magnitudes = k.allocate(count * bins * 4);
    transform(samples, shape, { complex: 0, magnitudes, stride: bins });
    const data = k.float32(magnitudes, count * bins).slice();
    assertFiniteFrames(data, bins);
    return { data, count, width: bins };
  });
}

/** A transform that is ready for samples of one length. */
export interface TransformShape {
  readonly nFft: number;
  readonly hopLength: number;
  /** [nFft]. */
  readonly window: Float64Array;
  readonly padMode: PadMode;
  /** Samples with their padding. */
  readonly padded: number;
  readonly count: number;
  readonly bins: number;
  readonly plan: number;
}

/** The transform of `length` samples. Errors: `invalid-argument` as `stft`. */
export function transformShape(length: number, options: StftOptions): TransformShape {
  const { nFft = 2048, center = true, padMode = "constant" } = options;
  const { hopLength, window } = frameShape("stft", nFft, options);
  const padded = length + (center ? nFft : 0);
  assertArgument(
    padded >= nFft,
    `stft: uncentred frames need at least nFft = ${nFft} samples, got ${length}`,
  );
  const count = 1 + Math.floor((padded - nFft) / hopLength);
  const plan = fftPlan(nFft, "float64");
  return { nFft, hopLength, window, padMode, padded, count, bins: nFft / 2 + 1, plan };
}

/**
 * Transforms samples within a scratch stretch of the kernels' memory: [count, bins] complex numbers go to `complex`, magnitudes to `magnitudes`, in rows of
 * `stride`; either is 0 where it is not wanted.
 */
export function transform(
  samples: Float32Array,
  { nFft, hopLength, window, padMode, padded, count, plan }: TransformShape,
  out: { readonly complex: number; readonly magnitudes: number; readonly stride: number },
): void {
  const k = kernels();
  const input = k.allocate(padded * 4);
  padInto(k.float32(input, padded), samples, padMode);
  const windowAt = k.copyFloat64(window);
  const { data } = transformSpace(nFft);
  const chunk = k.allocate(k.call.chunkBytes.value);
  const { complex, magnitudes, stride } = out;
  const results = [data, chunk, complex, magnitudes, stride] as const;
  k.call.stft(input, count, hopLength, nFft, windowAt, plan, ...results);
}

// A sample that is not finite makes every bin of its frames so, the first among them. width: values a frame.
function assertFiniteFrames(data: Float32Array, width: number): void {
  for (let at = 0; at < data.length; at += width) {
    if (Number.isFinite(data[at])) continue;
    throw new AffektError(
      "unreadable",
      `stft: samples must be finite and not far beyond full scale (-1 to 1), found others in frame ${at / width}`,
    );
  }
}

/** The magnitude of each bin, or that to a power (2: the power spectrogram). librosa's `magphase`. */
export function magnitude(
  { data, count, bins }: ComplexFrames,
  { power = 1 }: { readonly power?: number } = {},
): Frames {
  const k = kernels();
  const sizes = k.scratch(() => {
    const complex = k.copyFloat32(data);
    const out = k.allocate(count * bins * 4);
    k.call.magnitude(complex, count * bins, out);
    return k.float32(out, count * bins).slice();
  });
  if (power !== 1) for (let i = 0; i < sizes.length; i++) sizes[i] = sizes[i]! ** power;
  return { data: sizes, count, width: bins };
}

/** The hop, and the window in the middle of nFft values. Errors: `invalid-argument` for parameters out of range; `where` is for their messages. */
export function frameShape(
  where: string,
  nFft: number,
  { winLength = nFft, hopLength = Math.floor(winLength / 4), window = "hann" }: StftOptions,
): { hopLength: number; window: Float64Array } {
  assertArgument(
    Number.isInteger(nFft) && nFft > 0 && nFft % 2 === 0,
    `${where}: nFft must be a positive even integer, got ${nFft}`,
  );
  assertArgument(
    Number.isInteger(winLength) && winLength >= 1 && winLength <= nFft,
    `${where}: winLength must be an integer in [1, ${nFft}], got ${winLength}`,
  );
  assertArgument(
    Number.isInteger(hopLength) && hopLength >= 1,
    `${where}: hopLength must be a positive integer, got ${hopLength}`,
  );
  const values = windowValues(window, winLength);
  if (winLength === nFft) return { hopLength, window: values };
  const padded = new Float64Array(nFft);
  padded.set(values, Math.floor((nFft - winLength) / 2));
  return { hopLength, window: padded };
}
