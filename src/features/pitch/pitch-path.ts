import { kernels } from "../../math/kernels.ts";

/** The probabilities of the pitches that a frame may have, by the pitch's number. The rest to 1 is the probability that it has none. */
export type PitchObservation = ReadonlyMap<number, number>;

/** The changes of pitch that are possible from one frame to the next. */
export interface PitchMotion {
  /** The number of pitches. */
  readonly pitches: number;
  /** The number of pitches that a step may lead to, with its start in their middle. Near ones are likelier. */
  readonly reach: number;
  /** The probability that voicing begins or ends. */
  readonly switchProb: number;
}

/** Frames that are searched at once, so that the kernels' memory does not grow with the recording. */
const BLOCK = 64;

/** The probability that a frame is voiced. */
export function voicedProbability(observation: PitchObservation): number {
  let sum = 0;
  for (const probability of observation.values()) sum += probability;
  return Math.min(1, sum);
}

/**
 * The likeliest sequence of states, by Viterbi's algorithm. A frame's state is its pitch, plus `pitches` where it is unvoiced. At first
 * all states are equally likely, in an unvoiced frame all pitches. librosa's `sequence.viterbi` with the transitions
 * `transition_local` (triangular) times `transition_loop`.
 */
export function likeliestPath(
  observations: readonly PitchObservation[],
  { pitches, reach, switchProb }: PitchMotion,
): Uint16Array {
  const count = observations.length;
  const states = 2 * pitches;
  const { first, weights, norms } = triangularSteps(pitches, reach);
  const origins = new Uint16Array(count * states);
  const k = kernels();
  const last = k.scratch(() => {
    const value = k.allocate(states * 8);
    const voiced = k.allocate(BLOCK * pitches * 8);
    const unvoiced = k.allocate(BLOCK * 8);
    const weightsAt = k.copyFloat64(weights);
    const normsAt = k.copyFloat64(norms);
    const work = k.allocate(k.call.viterbiWorkBytes(pitches));
    const found = k.allocate(BLOCK * states * 2);
    const steps = [weightsAt, reach, first, normsAt] as const;
    const logs = [logOf(1 - switchProb), logOf(switchProb), logOf(0)] as const;
    const observe = (frames: readonly PitchObservation[]): void => {
      const logVoiced = k.float64(voiced, frames.length * pitches).fill(logOf(0));
      const logUnvoiced = k.float64(unvoiced, frames.length);
      for (const [f, observation] of frames.entries()) {
        for (const [pitch, p] of observation) logVoiced[f * pitches + pitch] = logOf(p);
        logUnvoiced[f] = logOf((1 - voicedProbability(observation)) / pitches);
      }
    };
    observe(observations.slice(0, 1));
    k.float64(value, pitches).set(k.float64(voiced, pitches));
    k.float64(value + pitches * 8, pitches).fill(k.float64(unvoiced, 1)[0]!);
    for (let f = 1; f < count; f += BLOCK) {
      const frames = observations.slice(f, f + BLOCK);
      observe(frames);
      const inputs = [frames.length, pitches, value, voiced, unvoiced] as const;
      k.call.viterbiSteps(...inputs, ...steps, ...logs, work, found);
      origins.set(k.uint16(found, frames.length * states), f * states);
    }
    const likelihoods = k.float64(value, states);
    return likelihoods.indexOf(likelihoods.reduce((a, b) => Math.max(a, b)));
  });
  const path = new Uint16Array(count);
  for (let f = count - 1, at = last; f >= 0; f--) {
    path[f] = at;
    at = origins[f * states + at]!;
  }
  return path;
}

/** The logarithm, finite at 0: librosa adds the smallest normal float64. */
function logOf(p: number): number {
  return Math.log(p + 2 ** -1022);
}

// Log-probabilities of steps by first, first + 1 … pitches: `weights` minus the `norms` of the pitch that they start from, since no step
// leads out of the range. Where reach is even, the longer side depends on the number of pitches, as in librosa.
function triangularSteps(
  pitches: number,
  reach: number,
): { first: number; weights: Float64Array; norms: Float64Array } {
  const first = Math.ceil(((pitches % 2 === 0 ? 1 : 0) - reach) / 2);
  const edge = reach % 2 === 0 ? 0.5 : 1;
  const triangle = Array.from({ length: reach }, (_, m) => edge + Math.min(m, reach - 1 - m));
  // sums of the first m values; exact, as the values are multiples of one half
  const sums = new Float64Array(reach + 1);
  for (let m = 0; m < reach; m++) sums[m + 1] = sums[m]! + triangle[m]!;
  const norms = Float64Array.from({ length: pitches }, (_, i) => {
    const begin = Math.max(0, -i - first);
    const end = Math.max(begin, Math.min(reach, pitches - i - first));
    return Math.log(sums[end]! - sums[begin]!);
  });
  return { first, weights: Float64Array.from(triangle, Math.log), norms };
}
