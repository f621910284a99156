/** What makes a clip unfit: less than 0.1 s, or a peak under -70 dBFS. */
export type ClipState = "ok" | "too-short" | "silent";

/** What is wrong with a clip that is not `ok`. */
export const STATE_REASONS: Readonly<Record<Exclude<ClipState, "ok">, string>> = {
  silent: "silent: its peak is under -70 dBFS",
  "too-short": "too short: under 0.1 s",
};

/** What a clip must last to be of use. */
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

/** Whether a clip can be used: `too-short` under 0.1 s, `silent` where its peak is under -70 dBFS. */
export function assessClip(samples: Float32Array, sampleRate: number): ClipState {
  if (samples.length < MIN_SECONDS * sampleRate) return "too-short";
  const faintest = 10 ** (SILENCE_DBFS / 20);
  for (let i = 0; i < samples.length; i++) if (Math.abs(samples[i]!) >= faintest) return "ok";
  return "silent";
}

/** Samples at full scale (of 16 bits: 32767 / 32768 or more), counted in runs of at least three. */
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
