import { loudIntervals, type SilenceOptions, type SampleInterval } from "./split.ts";

/**
 * A signal without the silence at its ends, to the frame: a view of its samples, and where in the signal they are; none where all is silent, all of
 * digital silence unless `ref` is a level. librosa's `effects.trim`. Errors: as `split`.
 */
export function trim(
  samples: Float32Array,
  options: SilenceOptions = {},
): SampleInterval & { readonly samples: Float32Array } {
  const stretches = loudIntervals("trim", samples, options);
  const start = stretches[0]?.start ?? 0;
  const end = stretches.at(-1)?.end ?? 0;
  return { samples: samples.subarray(start, end), start, end };
}
