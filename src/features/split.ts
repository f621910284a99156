import { assertArgument } from "../errors.ts";
import type { FramingOptions } from "../signal/framing.ts";
import { signalRms } from "./spectral/rms.ts";

/** What silence is; names and defaults are those of librosa's `effects.trim` and `effects.split`, whose `aggregate` is for several channels. */
export interface SilenceOptions extends Omit<FramingOptions, "center"> {
  /** Frames are silent that are this many decibels below `ref`, or more; 60. */
  readonly topDb?: number;
  /** A level, of which 1 is full scale, or `max`, that of the loudest frame; `max`. */
  readonly ref?: number | "max";
}

/** A stretch of samples, from `start` to before `end`. */
export interface SampleInterval {
  readonly start: number;
  readonly end: number;
}

// levels below this (-100 dB) count as this, as in librosa's `amplitude_to_db`
const LOWEST_LEVEL = 1e-5;

/**
 * The stretches of a signal that are not silent, to the frame, in their order. All of digital silence is one stretch unless `ref` is a level, since
 * no frame of it is quieter than another. librosa's `effects.split`, less stretches without a sample.
 * Errors: `invalid-argument` for parameters out of range, `unreadable` for samples that are not finite.
 */
export function split(samples: Float32Array, options: SilenceOptions = {}): SampleInterval[] {
  return loudIntervals("split", samples, options);
}

/** `split` under the name that its messages are to have. */
export function loudIntervals(
  where: string,
  samples: Float32Array,
  options: SilenceOptions,
): SampleInterval[] {
  const { topDb = 60, ref = "max", hopLength = 512 } = options;
  assertArgument(topDb >= 0, `${where}: topDb must not be negative, got ${topDb}`);
  assertArgument(
    ref === "max" || ref > 0,
    `${where}: ref must be max or a positive level, got ${ref}`,
  );
  const { data: levels } = signalRms(where, samples, options);
  const reference = ref === "max" ? levels.reduce((a, b) => Math.max(a, b)) : ref;
  const silent = Math.max(LOWEST_LEVEL, reference) * 10 ** (-topDb / 20);
  const isLoud = (level: number): boolean => Math.max(LOWEST_LEVEL, level) > silent;
  const stretches: SampleInterval[] = [];
  for (let f = 0; f < levels.length; f++) {
    const first = f;
    while (f < levels.length && isLoud(levels[f]!)) f++;
    const start = first * hopLength;
    const end = Math.min(samples.length, f * hopLength);
    if (end > start) stretches.push({ start, end });
  }
  return stretches;
}
