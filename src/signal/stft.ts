import * as v from "valibot";
import { AffektError, assertArgument } from "../errors.ts";
import { fftPlan, MAX_TRANSFORM, transformSpace } from "../math/fourier/fft.ts";
import type { Block } from "../math/blocks.ts";
import { kernels } from "../math/kernels.ts";
import { release } from "../math/release.ts";
import { WINDOW, windowValues } from "../math/fourier/windows.ts";
import { complete } from "../options/check.ts";
import { group, integer, number, withDefault } from "../options/schema.ts";
import { frameBlocks, type Frames } from "./frames.ts";
import { CENTER, HOP_LENGTH } from "./framing.ts";
import { PAD_MODE, type PadMode, padPart } from "./padding.ts";

/** Options of `stft`; names and defaults are librosa's. */
export const STFT = group({
  nFft: withDefault(
    integer({
      min: 2,
      max: MAX_TRANSFORM,
      parity: "even",
      text: "length of a transform",
      unit: "samples",
    }),
    2048,
  ),
  /** A quarter of winLength, rounded down, unless it is given. */
  hopLength: v.optional(HOP_LENGTH),
  winLength: v.optional(
    integer({
      min: 1,
      text: "length of the window in the middle of the transform, by default nFft",
      unit: "samples",
    }),
  ),
  window: withDefault(WINDOW, "hann"),
  center: withDefault(CENTER, true),
  padMode: withDefault(PAD_MODE, "constant"),
});

/** Options of `stft`. A window given by its values has winLength of them. */
export type StftOptions = v.InferInput<typeof STFT>;

/** Complete options of `stft`. */
export type CompleteStft = v.InferOutput<typeof STFT>;

/** A complex spectrogram: `data[(frame * bins + bin) * 2]` is the real part, the next value the imaginary one. */
export interface ComplexFrames {
  /** [count, bins, 2] */
  readonly data: Float32Array;
  readonly count: number;
  /** nFft / 2 + 1. */
  readonly bins: number;
}

/**
 * Short-time Fourier transform of n samples: 1 + floor(n / hopLength) frames, uncentred 1 + floor((n - nFft) / hopLength).
 * librosa's `stft`, like which it computes in float64 and returns float32. padMode `wrap` is numpy's.
 * @throws {AffektError} `invalid-argument` for options out of range and an uncentred signal shorter than nFft, `unreadable` for
 *   samples that are not finite.
 */
export function stft(samples: Float32Array, options: StftOptions = {}): ComplexFrames {
  const shape = transformShape(samples.length, complete(STFT, options, "stft"));
  const { count, bins } = shape;
  const data = new Float32Array(count * bins * 2);
  const k = kernels();
  for (const block of frameBlocks(count, bins)) {
    const values = data.subarray(block.first * bins * 2, block.end * bins * 2);
    k.scratch(() => {
      const complex = k.allocate(values.byteLength);
      transform(samples, shape, block, { complex, magnitudes: 0, stride: 0 });
      values.set(k.float32(complex, values.length));
    });
    assertFiniteFrames(values, bins * 2, block.first);
  }
  return { data, count, bins };
}

/**
 * `magnitude(stft(samples, options))` in one step.
 * @throws {AffektError} as `stft`.
 */
export function stftMagnitudes(samples: Float32Array, options: StftOptions = {}): Frames {
  const shape = transformShape(samples.length, complete(STFT, options, "stft"));
  const { count, bins } = shape;
  const data = new Float32Array(count * bins);
  for (const block of frameBlocks(count, bins)) {
    putMagnitudes(samples, shape, block, data.subarray(block.first * bins, block.end * bins));
  }
  return { data, count, width: bins };
}

/**
 * The frames of `stftMagnitudes` from `first` to before `end`.
 * @throws {AffektError} as `stft`.
 */
export function stftMagnitudeRange(
  samples: Float32Array,
  range: Block,
  options: StftOptions = {},
): Frames {
  const shape = transformShape(samples.length, complete(STFT, options, "stft"));
  const { bins } = shape;
  const count = range.end - range.first;
  const data = new Float32Array(count * bins);
  putMagnitudes(samples, shape, range, data);
  return { data, count, width: bins };
}

/**
 * The frames of `stftMagnitudes` in blocks, so that memory does not grow with the signal. Each is valid until the next one.
 * @throws {AffektError} as `stft`.
 */
export function* stftMagnitudeBlocks(
  samples: Float32Array,
  options: StftOptions = {},
): Generator<Frames, void, void> {
  const shape = transformShape(samples.length, complete(STFT, options, "stft"));
  const { count, bins } = shape;
  for (const block of frameBlocks(count, bins)) {
    const frames = block.end - block.first;
    const data = new Float32Array(frames * bins);
    putMagnitudes(samples, shape, block, data);
    yield { data, count: frames, width: bins };
    release([data]);
  }
}

function putMagnitudes(
  samples: Float32Array,
  shape: TransformShape,
  block: Block,
  values: Float32Array,
): void {
  const { bins } = shape;
  const k = kernels();
  k.scratch(() => {
    const magnitudes = k.allocate(values.byteLength);
    transform(samples, shape, block, { complex: 0, magnitudes, stride: bins });
    values.set(k.float32(magnitudes, values.length));
  });
  assertFiniteFrames(values, bins, block.first);
}

/** A transform prepared for signals of one length. */
export interface TransformShape {
  readonly nFft: number;
  readonly hopLength: number;
  /** [nFft]. */
  readonly window: Float64Array;
  readonly padMode: PadMode;
  /** Samples of padding before the first one. */
  readonly padding: number;
  readonly count: number;
  readonly bins: number;
  readonly plan: number;
}

/**
 * Prepares the transform of `length` samples.
 * @throws {AffektError} `invalid-argument` as `stft`.
 */
export function transformShape(length: number, options: CompleteStft): TransformShape {
  const { nFft, center, padMode } = options;
  const { hopLength, window } = frameShape("stft", nFft, options);
  const padding = center ? nFft / 2 : 0;
  const padded = length + 2 * padding;
  assertArgument(
    padded >= nFft,
    `stft: uncentred frames need at least nFft = ${nFft} samples, got ${length}`,
  );
  const count = 1 + Math.floor((padded - nFft) / hopLength);
  const plan = fftPlan(nFft, "float64");
  return { nFft, hopLength, window, padMode, padding, count, bins: nFft / 2 + 1, plan };
}

/**
 * Transforms the frames of a block. To be called inside `kernels().scratch`. `out` holds offsets into the kernels' memory, or 0 for a
 * result that is not wanted: `complex` [frames, bins], `magnitudes` [frames, stride].
 */
export function transform(
  samples: Float32Array,
  { nFft, hopLength, window, padMode, padding, plan }: TransformShape,
  { first, end }: Block,
  out: { readonly complex: number; readonly magnitudes: number; readonly stride: number },
): void {
  const k = kernels();
  const frames = end - first;
  const length = (frames - 1) * hopLength + nFft;
  const input = k.allocate(length * 4);
  padPart(k.float32(input, length), samples, first * hopLength - padding, padMode);
  const windowAt = k.copyFloat64(window);
  const { data } = transformSpace(nFft);
  const chunk = k.allocate(k.call.chunkBytes.value);
  const { complex, magnitudes, stride } = out;
  const results = [data, chunk, complex, magnitudes, stride] as const;
  k.call.stft(input, frames, hopLength, nFft, windowAt, plan, ...results);
}

/**
 * Checks the first value of each frame, as a sample that is not finite makes every bin of its frames so. `first` is the number of the
 * first frame, for messages.
 * @throws {AffektError} `unreadable` for a frame whose values are not finite.
 */
export function assertFiniteFrames(data: Float32Array, width: number, first = 0): void {
  for (let at = 0; at < data.length; at += width) {
    if (Number.isFinite(data[at])) continue;
    throw new AffektError(
      "unreadable",
      `stft: samples must be finite and not far beyond full scale (-1 to 1), found others in frame ${first + at / width}`,
    );
  }
}

/** Options of `magnitude`. */
export const MAGNITUDE = group({
  power: withDefault(number({ above: 0, text: "exponent, 2 for the power spectrogram" }), 1),
});

/**
 * The magnitude of each bin, raised to a power. librosa's `magphase`.
 * @throws {AffektError} `invalid-argument` for a power that is not positive.
 */
export function magnitude(
  { data, count, bins }: ComplexFrames,
  options: v.InferInput<typeof MAGNITUDE> = {},
): Frames {
  const { power } = complete(MAGNITUDE, options, "magnitude");
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

/**
 * The hop, and the window in the middle of nFft values. `where` names the caller in messages.
 * @throws {AffektError} `invalid-argument` for a window longer than nFft or without a hop.
 */
export function frameShape(
  where: string,
  nFft: number,
  {
    winLength = nFft,
    hopLength = Math.floor(winLength / 4),
    window,
  }: Pick<CompleteStft, "winLength" | "hopLength" | "window">,
): { hopLength: number; window: Float64Array } {
  assertArgument(
    winLength <= nFft,
    `${where}: winLength must be an integer in [1, ${nFft}], got ${winLength}`,
  );
  assertArgument(
    hopLength >= 1,
    `${where}: hopLength is a quarter of winLength unless it is given, which is 0 for ${winLength}; give it`,
  );
  const values = windowValues(window, winLength);
  if (winLength === nFft) return { hopLength, window: values };
  const padded = new Float64Array(nFft);
  padded.set(values, Math.floor((nFft - winLength) / 2));
  return { hopLength, window: padded };
}
