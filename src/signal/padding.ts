import type * as v from "valibot";
import { assertArgument } from "../errors.ts";
import { choice } from "../options/schema.ts";
import { modulo } from "../math/arithmetic.ts";

/**
 * The values beyond the ends of a sequence, by numpy's names: zeros (`constant`), the last sample (`edge`), the mirror image
 * without (`reflect`) or with (`symmetric`) the last sample twice, the other end (`wrap`).
 */
export type PadMode = "constant" | keyof typeof SOURCES;

/** The index of the value that stands at index i, which may be any integer, among n > 0 values. */
type Source = (i: number, n: number) => number;

/** The modes that repeat values of the sequence. */
export const SOURCES = {
  edge: (i, n) => Math.min(n - 1, Math.max(0, i)),
  reflect: (i, n) => {
    const at = modulo(i, Math.max(1, 2 * n - 2));
    return at < n ? at : 2 * n - 2 - at;
  },
  symmetric: (i, n) => {
    const at = modulo(i, 2 * n);
    return at < n ? at : 2 * n - 1 - at;
  },
  wrap: modulo,
} as const satisfies Record<string, Source>;

/** The option `padMode`. */
export const PAD_MODE: v.GenericSchema<PadMode> = choice(
  ["constant", ...(Object.keys(SOURCES) as (keyof typeof SOURCES)[])],
  { text: "values beyond the ends of the signal" },
);

/**
 * Writes samples into the middle of `padded`, which is longer by an even number, and pads them on both sides. numpy's `pad`.
 * @throws {AffektError} `invalid-argument` for an empty signal, unless the mode is `constant`.
 */
export function padInto(padded: Float32Array, samples: Float32Array, mode: PadMode): void {
  padPart(padded, samples, (samples.length - padded.length) / 2, mode);
}

/**
 * Writes a part of padded samples: those from `start` on, which may be negative, counted from the first sample.
 * @throws {AffektError} `invalid-argument` as `padInto`.
 */
export function padPart(
  part: Float32Array,
  samples: Float32Array,
  start: number,
  mode: PadMode,
): void {
  const n = samples.length;
  const before = Math.min(part.length, Math.max(0, -start));
  const after = Math.min(part.length, Math.max(before, n - start));
  part.set(samples.subarray(start + before, start + after), before);
  if (mode === "constant") {
    part.fill(0, 0, before);
    part.fill(0, after);
    return;
  }
  assertArgument(n > 0, `padMode: ${mode} needs at least one sample, got an empty signal`);
  const source = SOURCES[mode];
  for (let i = 0; i < before; i++) part[i] = samples[source(start + i, n)]!;
  for (let i = after; i < part.length; i++) part[i] = samples[source(start + i, n)]!;
}
