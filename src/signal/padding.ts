import { assertArgument } from "../errors.ts";
import { modulo } from "../math/arithmetic.ts";

/** How a sequence goes on beyond its ends, by numpy's names: zeros, its last sample, its mirror image without or with the last sample twice, its other end. */
export type PadMode = "constant" | keyof typeof SOURCES;

/** Which of n > 0 values stands at index i, which may be any integer. */
type Source = (i: number, n: number) => number;

/** The modes that take what stands beyond the ends from within. */
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

/**
 * Writes samples into the middle of `padded`, which is longer by an even number, and around them what `mode` says, as numpy's `pad`.
 * Errors: `invalid-argument` for an unknown mode, and for any but `constant` where there are no samples.
 */
export function padInto(padded: Float32Array, samples: Float32Array, mode: PadMode): void {
  const n = samples.length;
  const each = (padded.length - n) / 2;
  padded.set(samples, each);
  if (mode === "constant") {
    padded.fill(0, 0, each);
    padded.fill(0, each + n);
    return;
  }
  assertArgument(
    Object.hasOwn(SOURCES, mode),
    `padMode: expected one of constant, ${Object.keys(SOURCES).join(", ")}, got ${mode}`,
  );
  assertArgument(n > 0, `padMode: ${mode} needs at least one sample, got an empty signal`);
  const source = SOURCES[mode];
  for (let i = 0; i < each; i++) {
    padded[i] = samples[source(i - each, n)]!;
    padded[each + n + i] = samples[source(n + i, n)]!;
  }
}
