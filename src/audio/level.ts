import type { Sampled } from "./audio-data.ts";
import { outOfPhaseWarning } from "./mix.ts";

/** The state of a clip: `too-short` below 0.1 s, `silent` with a peak below -70 dBFS. */
export type ClipState = "ok" | "too-short" | "silent";

const STATE_REASONS: Readonly<Record<Exclude<ClipState, "ok">, string>> = {
  silent: "silent: its peak is under -70 dBFS",
  "too-short": "too short: under 0.1 s",
};

/** Shortest clip that can be used. */
export const MIN_SECONDS = 0.1;
const SILENCE_DBFS = -70;
const FULL_SCALE = 32767 / 32768;
const MIN_CLIPPED_RUN = 3;

/** The largest magnitude in dB relative to full scale; -Infinity for digital silence and for no samples. */
export function peakLevel(samples: Float32Array): number {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    const magnitude = Math.abs(samples[i]!);
    if (magnitude > peak) peak = magnitude;
  }
  return 20 * Math.log10(peak);
}

/** The root of the mean square in dB relative to full scale; -Infinity for digital silence. */
export function rmsLevel(samples: Float32Array): number {
  let power = 0;
  for (let i = 0; i < samples.length; i++) power += samples[i]! * samples[i]!;
  return 10 * Math.log10(power / samples.length);
}

/** The state of a clip: `too-short` under 0.1 s, `silent` where its peak is under -70 dBFS. */
export function assessClip(samples: Float32Array, { sampleRate }: Sampled): ClipState {
  if (samples.length < MIN_SECONDS * sampleRate) return "too-short";
  const faintest = 10 ** (SILENCE_DBFS / 20);
  for (let i = 0; i < samples.length; i++) if (Math.abs(samples[i]!) >= faintest) return "ok";
  return "silent";
}

/** Why a clip cannot be used; `warnings` are its recording's, which may say why it is silent. */
export function stateReason(
  state: Exclude<ClipState, "ok">,
  warnings: readonly string[] = [],
): string {
  const cause = state === "silent" ? outOfPhaseWarning(warnings) : undefined;
  return cause === undefined ? STATE_REASONS[state] : `silent: ${cause}`;
}

/** Counts samples at full scale (of 16 bits: 32767 / 32768 or more) in runs of at least three. */
export function countClipped(samples: Float32Array): number {
  let clipped = 0;
  let run = 0;
  for (let i = 0; i < samples.length; i++) {
    run = Math.abs(samples[i]!) >= FULL_SCALE ? run + 1 : 0;
    if (run === MIN_CLIPPED_RUN) clipped += MIN_CLIPPED_RUN;
    else if (run > MIN_CLIPPED_RUN) clipped++;
  }
  return clipped;
}
