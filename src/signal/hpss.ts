import * as v from "valibot";
import type { Block } from "../math/blocks.ts";
import { kernels } from "../math/kernels.ts";
import { complete } from "../options/check.ts";
import {
  described,
  flag,
  group,
  integer,
  number,
  type OptionMetadata,
  withDefault,
} from "../options/schema.ts";
import { assertFinite, frameBlocks, type Frames } from "./frames.ts";
import { overlapShape, OverlapSum } from "./istft.ts";
import { softMask } from "./soft-mask.ts";
import {
  assertFiniteFrames,
  STFT,
  transform,
  type TransformShape,
  transformShape,
} from "./stft.ts";

/** One number for both parts, or one for the harmonic and one for the percussive part. */
type Pair = number | readonly [harmonic: number, percussive: number];

/** Options of harmonic-percussive separation; names and defaults are those of librosa's `decompose.hpss`. */
export const SEPARATION = group({
  kernelSize: withDefault(
    perPart(integer({ min: 1, max: 1001, text: "frames and bins that the medians cover" })),
    31,
  ),
  power: withDefault(
    number({
      above: 0,
      or: ["hard"],
      text: "exponent of the soft masks, or `hard` for masks of 0 and 1",
    }),
    2,
  ),
  margin: withDefault(
    perPart(number({ min: 1, text: "factor by which a part must exceed the other" })),
    1,
  ),
});

/** Options of `hpss`. */
export const HPSS = group({
  ...SEPARATION.entries,
  mask: withDefault(flag({ text: "return each part's share of the bins instead of it" }), false),
});

/** Options of `harmonic` and `percussive`. */
export const HARMONIC = group({ ...SEPARATION.entries, ...STFT.entries });

/** Options of `hpss`. */
export type SeparationOptions = v.InferInput<typeof SEPARATION>;

/** Options of `harmonic` and `percussive`: those of the separation and of the STFT. */
export type HarmonicOptions = v.InferInput<typeof HARMONIC>;

// One value for both parts, or one each.
function perPart(item: v.GenericSchema<number>): v.GenericSchema<Pair> {
  const description = v.getMetadata(item) as object as OptionMetadata;
  const either = v.union([item, v.strictTuple([item, item])]);
  return described(
    either,
    description,
    `${description.allowed}, or two, the harmonic part's first`,
  );
}

type Part = "harmonic" | "percussive";

/**
 * The harmonic and the percussive part of a magnitude spectrogram, each [frames, bins]. A bin is harmonic as far as its median over
 * frames exceeds its median over bins. librosa's `decompose.hpss`; Fitzgerald, "Harmonic/percussive separation using median
 * filtering", DAFx 2010.
 * @throws {AffektError} `invalid-argument` for options out of range.
 */
export function hpss(
  magnitudes: Frames,
  options: v.InferInput<typeof HPSS> = {},
): Record<Part, Frames> {
  const { mask, ...separation } = complete(HPSS, options, "hpss");
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
      const shares = k.float32(
        sharesAt(input, { count, width }, part, separation),
        count * columns,
      );
      for (let f = 0; f < count; f++) {
        out.set(shares.subarray(f * columns, f * columns + width), f * width);
      }
    });
    if (!mask) for (let i = 0; i < out.length; i++) out[i]! *= data[i]!;
    return assertFinite("hpss", { data: out, count, width });
  };
  return { harmonic: take("harmonic"), percussive: take("percussive") };
}

/**
 * The harmonic part of a signal, of the same number of samples. librosa's `effects.harmonic`.
 * @throws {AffektError} as `stft` and `hpss`.
 */
export function harmonic(samples: Float32Array, options: HarmonicOptions = {}): Float32Array {
  return partOf("harmonic", samples, options);
}

/**
 * `harmonic` and `stftMagnitudes` of the same frames, by one transform.
 * @throws {AffektError} as `stft` and `hpss`.
 */
export function harmonicAndMagnitudes(
  samples: Float32Array,
  options: HarmonicOptions = {},
): { readonly harmonic: Float32Array; readonly magnitudes: Frames } {
  let magnitudes: Frames | undefined;
  const harmonic = partOf("harmonic", samples, options, (rows, { first, end }, { count, bins }) => {
    magnitudes ??= { data: new Float32Array(count * bins), count, width: bins };
    const data = magnitudes.data.subarray(first * bins, end * bins);
    const stride = paddedWidth(bins);
    for (let f = 0; f < end - first; f++) {
      data.set(rows.subarray(f * stride, f * stride + bins), f * bins);
    }
    assertFiniteFrames(data, bins, first);
  });
  return { harmonic, magnitudes: magnitudes! };
}

/**
 * The percussive part of a signal, of the same number of samples. librosa's `effects.percussive`.
 * @throws {AffektError} as `stft` and `hpss`.
 */
export function percussive(samples: Float32Array, options: HarmonicOptions = {}): Float32Array {
  return partOf("percussive", samples, options);
}

// takeMagnitudes: called with the magnitudes of each block, [frames, paddedWidth(bins)], which are valid during the call only.
function partOf(
  part: Part,
  samples: Float32Array,
  options: HarmonicOptions,
  takeMagnitudes?: (rows: Float32Array, block: Block, shape: TransformShape) => void,
): Float32Array {
  const { kernelSize, power, margin, ...frames } = complete(HARMONIC, options, part);
  const { length } = samples;
  const shape = transformShape(length, frames);
  const { count, bins } = shape;
  const sum = new OverlapSum(overlapShape(shape, { ...frames, length }));
  const stride = paddedWidth(bins);
  // the medians over time take frames beyond a block
  const reach = pairOf(kernelSize)[0] >> 1;
  const k = kernels();
  for (const block of frameBlocks(count, bins, 8 * reach)) {
    k.scratch(() => {
      const first = Math.max(0, block.first - reach);
      const end = Math.min(count, block.end + reach);
      const taken = end - first;
      const complex = k.allocate(taken * bins * 8);
      const magnitudes = k.allocate(taken * stride * 4);
      transform(samples, shape, { first, end }, { complex, magnitudes, stride });
      const before = block.first - first;
      const own = block.end - block.first;
      takeMagnitudes?.(k.float32(magnitudes + before * stride * 4, own * stride), block, shape);
      const separation = { kernelSize, power, margin };
      const shares = sharesAt(magnitudes, { count: taken, width: bins }, part, separation);
      sum.add(complex + before * bins * 8, own, { shares: shares + before * stride * 4, stride });
    });
  }
  return assertFinite(part, { data: sum.finish(), count: length, width: 1 }).data;
}

// The kernels take rows of a multiple of four values.
function paddedWidth(width: number): number {
  return (width + 3) & ~3;
}

// The offset of each bin's share that belongs to a part, [count, paddedWidth(width)], as the magnitudes are. To be called inside
// `kernels().scratch`.
function sharesAt(
  magnitudes: number,
  { count, width }: Omit<Frames, "data">,
  part: Part,
  { kernelSize, power, margin }: v.InferOutput<typeof SEPARATION>,
): number {
  const [frames, bins] = pairOf(kernelSize);
  const margins = pairOf(margin);
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
