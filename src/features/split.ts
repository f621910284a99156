import type * as v from "valibot";
import { complete } from "../options/check.ts";
import { group, number, withDefault } from "../options/schema.ts";
import { SAMPLE_FRAMING } from "../signal/framing.ts";
import { signalRms } from "./spectral/rms.ts";

const { frameLength, hopLength } = SAMPLE_FRAMING.entries;

/** Options of `split` and `trim`; names and defaults are librosa's. */
export const SILENCE = group({
  frameLength,
  hopLength,
  topDb: withDefault(
    number({ min: 0, text: "distance from `ref` from which on frames are silent", unit: "dB" }),
    60,
  ),
  ref: withDefault(
    number({
      above: 0,
      or: ["max"],
      text: "reference level, where 1 is full scale, or `max` for that of the loudest frame",
    }),
    "max",
  ),
});

/** Options of `trim` and `split`. */
export type SilenceOptions = v.InferInput<typeof SILENCE>;

/** Samples from `start` to before `end`. */
export interface SampleInterval {
  readonly start: number;
  readonly end: number;
}

/** Levels below this (-100 dB) count as this, as in librosa's `amplitude_to_db`. */
const LOWEST_LEVEL = 1e-5;

/**
 * The intervals of a signal that are not silent, to the frame, in their order. Digital silence is one interval unless `ref` is a
 * level, since no frame of it is quieter than another. librosa's `effects.split` without empty intervals.
 * @throws {AffektError} `invalid-argument` for options out of range, `unreadable` for samples that are not finite.
 */
export function split(samples: Float32Array, options: SilenceOptions = {}): SampleInterval[] {
  return loudIntervals("split", samples, options);
}

/** `split` for a caller that `where` names in messages. */
export function loudIntervals(
  where: string,
  samples: Float32Array,
  options: SilenceOptions,
): SampleInterval[] {
  const { topDb, ref, frameLength, hopLength } = complete(SILENCE, options, where);
  const framing = { frameLength, hopLength, center: true };
  const { data: levels } = signalRms(where, samples, { ...framing, padMode: "constant" });
  const reference = ref === "max" ? levels.reduce((a, b) => Math.max(a, b)) : ref;
  const silent = Math.max(LOWEST_LEVEL, reference) * 10 ** (-topDb / 20);
  const isLoud = (level: number): boolean => Math.max(LOWEST_LEVEL, level) > silent;
  const intervals: SampleInterval[] = [];
  for (let f = 0; f < levels.length; f++) {
    const first = f;
    while (f < levels.length && isLoud(levels[f]!)) f++;
    const start = first * hopLength;
    const end = Math.min(samples.length, f * hopLength);
    if (end > start) intervals.push({ start, end });
  }
  return intervals;
}
