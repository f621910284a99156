import type { Sampled } from "../../audio/audio-data.ts";
import * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { roundHalfEven } from "../../math/arithmetic.ts";
import { complete } from "../../options/check.ts";
import { group, number, withDefault } from "../../options/schema.ts";
import { descriptor } from "../descriptor.ts";
import { likeliestPath, type PitchObservation, voicedProbability } from "./pitch-path.ts";
import { THRESHOLDS, troughProbabilities } from "./pyin-thresholds.ts";
import { isTrough, parabolicShift, PITCH, PITCH_RANGE, yinDifferences } from "./yin-difference.ts";

const RESOLUTION = withDefault(
  number({
    above: 0,
    max: 1,
    text: "distance of the pitches that are told apart",
    unit: "semitones",
  }),
  0.1,
);
const SWITCH_PROB = withDefault(
  number({ min: 0, max: 1, text: "probability that voicing begins or ends in a frame" }),
  0.01,
);

/** Options of `pyin`; names and defaults are librosa's. */
export const PYIN = group({
  ...PITCH,
  ...THRESHOLDS,
  resolution: RESOLUTION,
  maxTransitionRate: withDefault(
    number({ above: 0, max: 1000, text: "fastest change of pitch", unit: "octaves/s" }),
    35.92,
  ),
  switchProb: SWITCH_PROB,
  /** NaN unless it is given, as in librosa. */
  fillNa: v.optional(
    number({
      or: ["none"],
      text: "frequency of unvoiced frames, or `none` for the best guess; by default NaN",
    }),
  ),
});

/** Options of `pyin`. */
export type PyinOptions = Sampled & v.InferInput<typeof PYIN>;

/** The result of `pyin`, by frame. */
export interface Pitch {
  /** Fundamental frequency in Hz, one of the pitches that are told apart, or `fillNa` in unvoiced frames. */
  readonly f0: Float64Array;
  /** 1 for voiced frames, 0 for unvoiced ones. */
  readonly voicedFlag: Uint8Array;
  /** The probability that the frame is voiced, from the frame alone; in [0, 1]. */
  readonly voicedProb: Float64Array;
}

/**
 * Fundamental frequency and voicing: YIN's candidates under many thresholds, then the likeliest path through them. The search needs
 * 4 bytes a frame and pitch, 2.4 kB a frame from 65 to 2093 Hz. librosa's `pyin`; Mauch and Dixon, "pYIN: a fundamental frequency
 * estimator using probabilistic threshold distributions", ICASSP 2014.
 * @throws {AffektError} `invalid-argument` for options out of range and an uncentred signal shorter than a frame, `unreadable` for
 *   samples that are not finite.
 */
export function pyin(samples: Float32Array, { sampleRate, ...options }: PyinOptions): Pitch {
  const completed = complete(PYIN, options, "pyin");
  const { nThresholds, betaParameters, boltzmannParameter, noTroughProb, ...others } = completed;
  const { resolution, maxTransitionRate, switchProb, fillNa = NaN, ...pitch } = others;
  const { fmin, fmax } = pitch;
  const differences = yinDifferences("pyin", samples, sampleRate, pitch);
  const frameSeconds = differences.hopLength / sampleRate;
  const grid = { fmin, fmax, resolution, maxTransitionRate, frameSeconds };
  const { perOctave, pitches, reach } = pitchGrid(grid);
  const thresholds = { nThresholds, betaParameters, boltzmannParameter, noTroughProb };
  const probabilitiesOf = troughProbabilities(thresholds);
  const observations: PitchObservation[] = [];
  differences.each((difference) => {
    const observation = new Map<number, number>();
    const troughs = troughsOf(difference);
    const probabilities = probabilitiesOf(troughs.map((i) => difference[i]!));
    for (const [i, trough] of troughs.entries()) {
      const probability = probabilities[i]!;
      if (probability === 0) continue;
      const period = differences.minPeriod + trough + parabolicShift(difference, trough);
      const pitch = roundHalfEven(perOctave * Math.log2(sampleRate / period / fmin));
      if (pitch < pitches) observation.set(Math.max(0, pitch), probability);
    }
    observations.push(observation);
  });
  const path = likeliestPath(observations, { pitches, reach, switchProb });
  const f0 = Float64Array.from(path, (state) =>
    state < pitches || fillNa === "none" ? fmin * 2 ** ((state % pitches) / perOctave) : fillNa,
  );
  return {
    f0,
    voicedFlag: Uint8Array.from(path, (state) => (state < pitches ? 1 : 0)),
    voicedProb: Float64Array.from(observations, voicedProbability),
  };
}

const MAX_PITCHES = 32_767;
const MAX_REACH = 1_000_000;

interface GridOptions {
  readonly fmin: number;
  readonly fmax: number;
  readonly resolution: number;
  readonly maxTransitionRate: number;
  readonly frameSeconds: number;
}

// The pitches that are told apart, fmin * 2^(i / perOctave), and the number of those that one frame can lead to.
function pitchGrid({ fmin, fmax, resolution, maxTransitionRate, frameSeconds }: GridOptions): {
  perOctave: number;
  pitches: number;
  reach: number;
} {
  const perSemitone = Math.ceil(1 / resolution);
  const pitches = Math.floor(12 * perSemitone * Math.log2(fmax / fmin)) + 1;
  const reach = roundHalfEven(maxTransitionRate * 12 * frameSeconds) * perSemitone + 1;
  assertArgument(
    pitches <= MAX_PITCHES,
    `pyin: resolution ${resolution} makes ${pitches} pitches from fmin to fmax, more than ${MAX_PITCHES}; take a larger one`,
  );
  assertArgument(
    reach <= MAX_REACH,
    `pyin: a hop of ${frameSeconds} s leads to ${reach} pitches at resolution ${resolution}, more than ${MAX_REACH}; take a larger resolution or a shorter hop`,
  );
  return { perOctave: 12 * perSemitone, pitches, reach };
}

function troughsOf(difference: Float64Array): number[] {
  const troughs: number[] = [];
  for (let i = 0; i < difference.length; i++) if (isTrough(difference, i)) troughs.push(i);
  return troughs;
}

/** Parameters of `pyin` in feature sets. */
export const PYIN_PARAMETERS = {
  ...PITCH_RANGE,
  nThresholds: THRESHOLDS.nThresholds,
  resolution: RESOLUTION,
  switchProb: SWITCH_PROB,
};

/** `pyin` in feature sets. */
export const pyinDescriptor = descriptor({
  prefix: "pyin",
  parameters: PYIN_PARAMETERS,
  columns: () => [
    { suffix: "f0", description: "fundamental frequency of voiced frames, by pYIN", unit: "Hz" },
    {
      suffix: "voiced",
      description: "voicing by pYIN, 1 for voiced frames, 0 for unvoiced ones",
      unit: "",
    },
    { suffix: "voiced_prob", description: "probability of voicing by pYIN", unit: "" },
  ],
  frames: (clip, options) => {
    const { f0, voicedFlag, voicedProb } = clip.pitch(options);
    const data = new Float32Array(f0.length * 3);
    for (let f = 0; f < f0.length; f++) {
      data[3 * f] = f0[f]!;
      data[3 * f + 1] = voicedFlag[f]!;
      data[3 * f + 2] = voicedProb[f]!;
    }
    return { data, count: f0.length, width: 3 };
  },
  gaps: true,
});
