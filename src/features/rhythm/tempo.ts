import { AffektError, assertArgument } from "../../errors.ts";
import type { Frames } from "../../signal/frames.ts";
import { checkPositiveInteger } from "../../signal/framing.ts";
import { statisticsOverTime } from "../statistics.ts";
import { tempogram } from "./tempogram.ts";

/** Names and defaults are those of librosa's `feature.tempo`. */
export interface TempoOptions {
  /** Samples between two frames of the onset strength; 512. */
  readonly hopLength?: number;
  /** The tempo that is likeliest beforehand, in beats a minute; 120. */
  readonly startBpm?: number;
  /** How far others may lie from it, in octaves; 1. */
  readonly stdBpm?: number;
  /** Seconds of onset strength that are compared with themselves; 8. */
  readonly acSize?: number;
  /** Tempi from here on are left out, unless it is `none`; 320. */
  readonly maxTempo?: number | "none";
  /** How the frames' tempograms become one: `mean`, `median`, or `none` for a tempo of each frame; `mean`. */
  readonly aggregate?: "mean" | "median" | "none";
}

/**
 * Tempo in beats a minute: one value, or one a frame where nothing is aggregated. Where nothing is periodic, as in silence, it is the tempo nearest
 * to startBpm. librosa's `feature.tempo(onset_envelope=…)`; Ellis, "Beat tracking by dynamic programming", JNMR 36(1), 2007.
 * Errors: `invalid-argument` for parameters out of range, `unreadable` for values that are not finite.
 */
export function tempo(
  onsetEnvelope: Float32Array,
  sampleRate: number,
  options: TempoOptions = {},
): Float64Array {
  const { hopLength = 512, startBpm = 120, stdBpm = 1, acSize = 8 } = options;
  const { maxTempo = 320, aggregate = "mean" } = options;
  checkPositiveInteger("tempo: hopLength", hopLength);
  checkPositive("sampleRate", sampleRate);
  checkPositive("startBpm", startBpm);
  checkPositive("stdBpm", stdBpm);
  if (maxTempo !== "none") checkPositive("maxTempo", maxTempo);
  const winLength = Math.floor(Math.floor(acSize * sampleRate) / hopLength);
  assertArgument(
    winLength >= 2,
    `tempo: acSize must be at least 2 frames of ${hopLength} samples, got ${acSize} s`,
  );
  const bpms = Float64Array.from(
    { length: winLength },
    (_, lag) => (60 * sampleRate) / (hopLength * lag),
  );
  const shortestLag = Math.max(
    0,
    bpms.findIndex((bpm) => maxTempo === "none" || bpm < maxTempo),
  );
  const prior = bpms.map((bpm, lag) =>
    lag < shortestLag ? -Infinity : -0.5 * (Math.log2(bpm / startBpm) / stdBpm) ** 2,
  );
  const likeliest = (periodicity: ArrayLike<number>): number => {
    const scores = prior.map((p, lag) => p + Math.log1p(1e6 * periodicity[lag]!));
    return bpms[scores.indexOf(scores.reduce((a, b) => Math.max(a, b)))]!;
  };
  const periodicities = tempogram(onsetEnvelope, { winLength });
  return Float64Array.from(summaries(periodicities, aggregate), likeliest);
}

// [1, winLength], or [frames, winLength] where nothing is aggregated.
function summaries(
  { data, count, width }: Frames,
  aggregate: "mean" | "median" | "none",
): ArrayLike<number>[] {
  switch (aggregate) {
    case "none":
      return Array.from({ length: count }, (_, f) => data.subarray(f * width, (f + 1) * width));
    case "mean":
    case "median":
      return [statisticsOverTime({ data, count, width }, [aggregate])];
    default:
      throw new AffektError(
        "invalid-argument",
        `tempo: aggregate must be mean, median or none, got ${String(aggregate)}`,
      );
  }
}

function checkPositive(name: string, value: number): void {
  assertArgument(
    value > 0 && Number.isFinite(value),
    `tempo: ${name} must be a positive number, got ${value}`,
  );
}
