import type { Sampled } from "../../audio/audio-data.ts";
import type * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { complete } from "../../options/check.ts";
import { choice, group, number, withDefault } from "../../options/schema.ts";
import type { Frames } from "../../signal/frames.ts";
import { HOP_LENGTH } from "../../signal/framing.ts";
import { descriptor, framesOfOne, singleColumn } from "../descriptor.ts";
import { statisticsOverTime } from "../statistics.ts";
import { ONSET, onsetsOf } from "./onset-strength.ts";
import { MAX_WINDOW, tempogram } from "./tempogram.ts";

const PARAMETERS = {
  startBpm: withDefault(
    number({ above: 0, text: "tempo that is likeliest beforehand", unit: "beats/min" }),
    120,
  ),
  stdBpm: withDefault(
    number({ above: 0, text: "standard deviation of the tempo around it", unit: "octaves" }),
    1,
  ),
  acSize: withDefault(
    number({
      above: 0,
      text: "length of the onset strength that is compared with itself",
      unit: "s",
    }),
    8,
  ),
  maxTempo: withDefault(
    number({
      above: 0,
      or: ["none"],
      text: "tempi from here on are left out",
      unit: "beats/min",
    }),
    320,
  ),
};

/** Options of `tempo`; names and defaults are librosa's. */
export const TEMPO = group({
  hopLength: withDefault(HOP_LENGTH, 512),
  ...PARAMETERS,
  aggregate: withDefault(
    choice(["mean", "median", "none"], {
      text: "how the frames' tempograms become one; `none` for a tempo of each frame",
    }),
    "mean",
  ),
});

/** Options of `tempo`. */
export type TempoOptions = Sampled & v.InferInput<typeof TEMPO>;

/**
 * Tempo in beats a minute: one value, or one per frame without aggregation. Where nothing is periodic, as in silence, it is the tempo
 * nearest to startBpm. librosa's `feature.tempo(onset_envelope=…)`; Ellis, "Beat tracking by dynamic programming", JNMR 36(1), 2007.
 * @throws {AffektError} `invalid-argument` for options out of range, `unreadable` for values that are not finite.
 */
export function tempo(
  onsetEnvelope: Float32Array,
  { sampleRate, ...options }: TempoOptions,
): Float64Array {
  const completed = complete(TEMPO, options, "tempo");
  const { hopLength, startBpm, stdBpm, acSize, maxTempo, aggregate } = completed;
  assertArgument(
    sampleRate > 0 && Number.isFinite(sampleRate),
    `tempo: sampleRate must be a positive number, got ${sampleRate}`,
  );
  const winLength = Math.floor(Math.floor(acSize * sampleRate) / hopLength);
  assertArgument(
    winLength >= 2 && winLength <= MAX_WINDOW,
    `tempo: acSize must be 2 to ${MAX_WINDOW} frames of ${hopLength} samples, got ${acSize} s`,
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

// [1, winLength], or [frames, winLength] without aggregation.
function summaries(
  { data, count, width }: Frames,
  aggregate: "mean" | "median" | "none",
): ArrayLike<number>[] {
  if (aggregate !== "none")
    return [statisticsOverTime({ data, count, width }, { statistics: [aggregate] })];
  return Array.from({ length: count }, (_, f) => data.subarray(f * width, (f + 1) * width));
}

/** `tempo` in feature sets. */
export const tempoDescriptor = descriptor({
  prefix: "tempo",
  parameters: { ...ONSET, ...PARAMETERS },
  columns: () => singleColumn("beats/min", "tempo of the onsets"),
  frames: (clip, { startBpm, stdBpm, acSize, maxTempo, ...onset }) => {
    const { hopLength } = clip.framing;
    const options = { startBpm, stdBpm, acSize, maxTempo, hopLength };
    return framesOfOne(tempo(onsetsOf(clip, onset), { sampleRate: clip.sampleRate, ...options }));
  },
  perClip: true,
});
