import { assertArgument } from "../errors.ts";
import { assertFiniteSamples } from "./framing.ts";

/** Names and defaults are those of librosa's `effects.preemphasis` and `effects.deemphasis`. */
export interface EmphasisOptions {
  /** How much of each sample's predecessor is taken from it, in [0, 1]; 0.97. */
  readonly coef?: number;
  /**
   * What is added to the first sample of the result. To go on where another stretch ended: -coef times that one's last sample for `preemphasis`, coef
   * times the last sample of its result for `deemphasis`. By default the signal is taken to begin with the slope of its first two samples.
   */
  readonly zi?: number;
}

/**
 * A signal with its high frequencies raised: y[i] = x[i] - coef x[i - 1]. librosa's `effects.preemphasis`.
 * Errors: `invalid-argument` for parameters out of range, `unreadable` for samples that are not finite.
 */
export function preemphasis(samples: Float32Array, options: EmphasisOptions = {}): Float32Array {
  const { coef = 0.97 } = options;
  const [first = 0, second = first] = samples;
  const { zi = 2 * first - second } = options;
  checkEmphasis("preemphasis", samples, coef, zi);
  const filtered = new Float32Array(samples.length);
  let state = zi;
  for (let i = 0; i < samples.length; i++) {
    filtered[i] = samples[i]! + state;
    state = -coef * samples[i]!;
  }
  return filtered;
}

/** Undoes `preemphasis` of the same coef: x[i] = y[i] + coef x[i - 1]. librosa's `effects.deemphasis`. Errors: as `preemphasis`. */
export function deemphasis(samples: Float32Array, options: EmphasisOptions = {}): Float32Array {
  const { coef = 0.97 } = options;
  // of a signal x that begins with a slope: y[0] = 3 x[0] - x[1] and y[1] = x[1] - coef x[0]; of a single sample y[0] = 2 x[0]
  const [first = 0, second = (first * (1 - coef)) / 2] = samples;
  const { zi = (first + second) / (3 - coef) - first } = options;
  checkEmphasis("deemphasis", samples, coef, zi);
  const restored = new Float32Array(samples.length);
  let state = zi;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]! + state;
    restored[i] = sample;
    state = coef * sample;
  }
  return restored;
}

function checkEmphasis(where: string, samples: Float32Array, coef: number, zi: number): void {
  assertArgument(coef >= 0 && coef <= 1, `${where}: coef must be in [0, 1], got ${coef}`);
  assertFiniteSamples(where, samples);
  assertArgument(Number.isFinite(zi), `${where}: zi must be finite, got ${zi}`);
}
