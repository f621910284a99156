import { assertArgument } from "../../errors.ts";
import { roundHalfEven } from "../../math/arithmetic.ts";
import { likeliestPath, type PitchObservation, voicedProbability } from "./pitch-path.ts";
import { checkProbability, type TroughOptions, troughPrior } from "./pyin-thresholds.ts";
import { isTrough, parabolicShift, type PitchOptions, yinDifferences } from "./yin-difference.ts";

/** Names and defaults are those of librosa's `pyin`. */
export interface PyinOptions extends PitchOptions, TroughOptions {
  /** Pitches are told apart by this part of a semitone; 0.1. */
  readonly resolution?: number;
  /** The fastest change of pitch, in octaves a second; 35.92. */
  readonly maxTransitionRate?: number;
  /** The probability that voicing begins or ends in a frame; 0.01. */
  readonly switchProb?: number;
  /** What stands for the frequency of an unvoiced frame: a number, or `none` for the best guess; NaN, as in librosa. */
  readonly fillNa?: number | "none";
}

/** What `pyin` finds, by frame. */
export interface Pitch {
  /** Fundamental frequency in Hz, one of the pitches that are told apart; `fillNa` where there is no voice. */
  readonly f0: Float64Array;
  /** 1 where there is a voice, 0 where not. */
  readonly voicedFlag: Uint8Array;
  /** The probability of a voice by the frame alone; in [0, 1]. */
  readonly voicedProb: Float64Array;
}

/**
 * Fundamental frequency with voicing: YIN's candidates under many thresholds, then the likeliest path through them. Mauch and Dixon, "pYIN: a
 * fundamental frequency estimator using probabilistic threshold distributions", ICASSP 2014; librosa's `pyin`. The path takes 4 bytes a frame and
 * pitch until it is found: 2.4 kB a frame from 65 to 2093 Hz.
 * Errors: `invalid-argument` for parameters out of range and an uncentred signal shorter than a frame, `unreadable` for samples that are not finite.
 */
export function pyin(samples: Float32Array, sampleRate: number, options: PyinOptions): Pitch {
  const { fmin, switchProb = 0.01, fillNa = NaN } = options;
  checkProbability("switchProb", switchProb);
  const differences = yinDifferences("pyin", samples, sampleRate, options);
  const { perOctave, pitches, reach } = pitchGrid(options, differences.hopLength / sampleRate);
  const probabilitiesOf = troughPrior(options);
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
const MAX_TRANSITION_RATE = 1000;

// The pitches that are told apart, fmin * 2^(i / perOctave), and how many of them a frame of so many seconds can lead to.
function pitchGrid(
  { fmin, fmax, resolution = 0.1, maxTransitionRate = 35.92 }: PyinOptions,
  seconds: number,
): { perOctave: number; pitches: number; reach: number } {
  assertArgument(
    resolution > 0 && resolution <= 1,
    `pyin: resolution must be in (0, 1], got ${resolution}`,
  );
  assertArgument(
    maxTransitionRate > 0 && maxTransitionRate <= MAX_TRANSITION_RATE,
    `pyin: maxTransitionRate must be in (0, ${MAX_TRANSITION_RATE}], got ${maxTransitionRate}`,
  );
  const perSemitone = Math.ceil(1 / resolution);
  const pitches = Math.floor(12 * perSemitone * Math.log2(fmax / fmin)) + 1;
  assertArgument(
    pitches <= MAX_PITCHES,
    `pyin: resolution ${resolution} makes ${pitches} pitches from fmin to fmax, more than ${MAX_PITCHES}; take a larger one`,
  );
  const semitones = roundHalfEven(maxTransitionRate * 12 * seconds);
  return { perOctave: 12 * perSemitone, pitches, reach: semitones * perSemitone + 1 };
}

function troughsOf(difference: Float64Array): number[] {
  const troughs: number[] = [];
  for (let i = 0; i < difference.length; i++) if (isTrough(difference, i)) troughs.push(i);
  return troughs;
}
