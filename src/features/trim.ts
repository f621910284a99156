import { loudIntervals, type SilenceOptions, type SampleInterval } from "./split.ts";

/**
 * A signal without the silence at its ends, to the frame: a view of its samples with their interval. No samples remain of a silent
 * signal, all of digital silence unless `ref` is a level. librosa's `effects.trim`.
 * @throws {AffektError} as `split`.
 */
export function trim(
  samples: Float32Array,
  options: SilenceOptions = {},
): SampleInterval & { readonly samples: Float32Array } {
  const intervals = loudIntervals("trim", samples, options);
  const start = intervals[0]?.start ?? 0;
  const end = intervals.at(-1)?.end ?? 0;
  return { samples: samples.subarray(start, end), start, end };
}
