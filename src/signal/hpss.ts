import { assertArgument } from "../errors.ts";
import { kernels } from "../math/kernels.ts";
import { assertFinite, type Frames } from "./frames.ts";
import { overlapAdd, overlapShape } from "./istft.ts";
import { softMask } from "./soft-mask.ts";
import { type StftOptions, transform, transformShape } from "./stft.ts";

/** One number for both parts, or one for the harmonic and one for the percussive part. */
type Pair = number | readonly [harmonic: number, percussive: number];

/** How the parts of a sound are told apart; names and defaults are those of librosa's `decompose.hpss`. */
export interface SeparationOptions {
  /** Over how many frames and how many bins the medians go; 31. */
  readonly kernelSize?: Pair;
  /** The exponent of the soft masks, or `hard` for masks of 0 and 1; 2. */
  readonly power?: number | "hard";
  /** How many times larger than the other part a part must be, from 1 on; 1. */
  readonly margin?: Pair;
}

type Part = "harmonic" | "percussive";

/**
 * The harmonic and the percussive part of a magnitude spectrogram, or, with `mask`, the share in [0, 1] of each bin that belongs to it: as the
 * median over frames is larger than the median over bins, or the other way around. librosa's `decompose.hpss`;
 * Fitzgerald, "Harmonic/percussive separation using median filtering", DAFx 2010. Errors: `invalid-argument` for parameters out of range.
 */
export function hpss(
  magnitudes: Frames,
  { mask = false, ...options }: SeparationOptions & { readonly mask?: boolean } = {},
): Record<Part, Frames> {
  const { data, count, width } = magnitudes;
  const columns = paddedWidth(width);
  const take = (part: Part): Frames => {
    const k = kernels();
    const out = new Float32Array(data.length);
    k.scratch(() => {
      const input = k.allocate(count * columns * 4);
      const rows = k.float32(input, count * columns);
      for (let f = 0; f < count; f++) {
        rows.set(data.subarray(f * width, (f + 1) * width), f * columns);
        rows.fill(0, f * columns + width, (f + 1) * columns);
      }
      const shares = k.float32(sharesAt(input, { count, width }, part, options), count * columns);
      for (let f = 0; f < count; f++) {
        out.set(shares.subarray(f * columns, f * columns + width), f * width);
      }
    });
    if (!mask) for (let i = 0; i < out.length; i++) out[i]! *= data[i]!;
    return assertFinite("hpss", { data: out, count, width });
  };
  return { harmonic: take("harmonic"), percussive: take("percussive") };
}

/** The harmonic part of a signal, of the same number of samples. librosa's `effects.harmonic`. Errors: as `stft` and `hpss`. */
export function harmonic(
  samples: Float32Array,
  options: SeparationOptions & StftOptions = {},
): Float32Array {
  return partOf("harmonic", samples, options);
}

/** The percussive part of a signal, of the same number of samples. librosa's `effects.percussive`. Errors: as `stft` and `hpss`. */
export function percussive(
  samples: Float32Array,
  options: SeparationOptions & StftOptions = {},
): Float32Array {
  return partOf("percussive", samples, options);
}

function partOf(
  part: Part,
  samples: Float32Array,
  options: SeparationOptions & StftOptions,
): Float32Array {
  const { length } = samples;
  const shape = transformShape(length, options);
  const { count, bins } = shape;
  const inverse = overlapShape(shape, { ...options, length });
  const stride = paddedWidth(bins);
  const k = kernels();
  const data = k.scratch(() => {
    const complex = k.allocate(count * bins * 8);
    const magnitudes = k.allocate(count * stride * 4);
    transform(samples, shape, { complex, magnitudes, stride });
    const shares = sharesAt(magnitudes, { count, width: bins }, part, options);
    return overlapAdd(complex, inverse, { shares, stride });
  });
  return assertFinite(part, { data, count: length, width: 1 }).data;
}

// The kernels take rows of a multiple of four values.
function paddedWidth(width: number): number {
  return (width + 3) & ~3;
}

// The share of each bin that belongs to a part, in the kernels' memory as the magnitudes are: [count, paddedWidth(width)];
// to be called within a scratch stretch.
function sharesAt(
  magnitudes: number,
  { count, width }: Omit<Frames, "data">,
  part: Part,
  { kernelSize = 31, power = 2, margin = 1 }: SeparationOptions,
): number {
  const [frames, bins] = pairOf(kernelSize);
  const margins = pairOf(margin);
  assertArgument(
    [frames, bins].every((size) => Number.isInteger(size) && size >= 1),
    `hpss: kernelSize must be a positive integer or two, got ${String(kernelSize)}`,
  );
  assertArgument(
    power === "hard" || (Number.isFinite(power) && power > 0),
    `hpss: power must be hard or a positive number, got ${power}`,
  );
  assertArgument(
    margins.every((m) => Number.isFinite(m) && m >= 1),
    `hpss: margin must be a number from 1 or two, got ${String(margin)}`,
  );
  const columns = paddedWidth(width);
  const size = count * columns;
  const k = kernels();
  const work = k.allocate(k.call.medianWorkBytes(Math.max(count, width), Math.max(frames, bins)));
  const overTime = k.allocate(size * 4);
  const overFrequency = k.allocate(size * 4);
  k.call.medianOverRows(magnitudes, count, columns, frames, work, overTime);
  k.call.medianOverColumns(magnitudes, count, columns, width, bins, work, overFrequency);
  const [own, other] = part === "harmonic" ? [overTime, overFrequency] : [overFrequency, overTime];
  const splitZeros = margins.every((m) => m === 1);
  if (power === 2 && splitZeros) {
    k.call.softMask(own, other, size, own);
  } else {
    const ownMargin = margins[part === "harmonic" ? 0 : 1];
    softMask(k.float32(own, size), k.float32(other, size), {
      power,
      margin: ownMargin,
      splitZeros,
    });
  }
  return own;
}

function pairOf(value: Pair): readonly [number, number] {
  return typeof value === "number" ? [value, value] : value;
}
