import * as v from "valibot";
import { complete } from "../options/check.ts";
import { group, number, withDefault } from "../options/schema.ts";
import { assertFiniteSamples } from "./framing.ts";

/** Options of `preemphasis` and `deemphasis`; names and defaults are librosa's. */
export const EMPHASIS = group({
  coef: withDefault(
    number({ min: 0, max: 1, text: "share of each sample's predecessor that is subtracted" }),
    0.97,
  ),
  zi: v.optional(
    number({
      text: "value that is added to the first sample; by default the signal is taken to begin with the slope of its first two samples",
    }),
  ),
});

/**
 * Options of `preemphasis` and `deemphasis`. To continue where another part of a signal ended, `zi` is -coef times its last sample in `preemphasis`,
 * and coef times the last sample of its result in `deemphasis`.
 */
export type EmphasisOptions = v.InferInput<typeof EMPHASIS>;

/**
 * A signal with its high frequencies raised: y[i] = x[i] - coef x[i - 1]. librosa's `effects.preemphasis`.
 * @throws {AffektError} `invalid-argument` for options out of range, `unreadable` for samples that are not finite.
 */
export function preemphasis(samples: Float32Array, options: EmphasisOptions = {}): Float32Array {
  const { coef, zi } = complete(EMPHASIS, options, "preemphasis");
  assertFiniteSamples("preemphasis", samples);
  const [first = 0, second = first] = samples;
  const filtered = new Float32Array(samples.length);
  let state = zi ?? 2 * first - second;
  for (let i = 0; i < samples.length; i++) {
    filtered[i] = samples[i]! + state;
    state = -coef * samples[i]!;
  }
  return filtered;
}

/**
 * The inverse of `preemphasis` with the same coef: x[i] = y[i] + coef x[i - 1]. librosa's `effects.deemphasis`.
 * @throws {AffektError} as `preemphasis`.
 */
export function deemphasis(samples: Float32Array, options: EmphasisOptions = {}): Float32Array {
  const { coef, zi } = complete(EMPHASIS, options, "deemphasis");
  assertFiniteSamples("deemphasis", samples);
  // of a signal x that begins with a slope: y[0] = 3 x[0] - x[1] and y[1] = x[1] - coef x[0]; of a single sample y[0] = 2 x[0]
  const [first = 0, second = (first * (1 - coef)) / 2] = samples;
  const restored = new Float32Array(samples.length);
  let state = zi ?? (first + second) / (3 - coef) - first;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]! + state;
    restored[i] = sample;
    state = coef * sample;
  }
  return restored;
}
