import type { Sampled } from "../../audio/audio-data.ts";
import type * as v from "valibot";
import { complete } from "../../options/check.ts";
import { group, number, withDefault } from "../../options/schema.ts";
import { assertFinite, type Frames, hzPerBin } from "../../signal/frames.ts";
import { descriptor, singleColumn } from "../descriptor.ts";

/** Options of `spectralRolloff`; names and defaults are librosa's. */
export const ROLLOFF = group({
  rollPercent: withDefault(
    number({
      above: 0,
      below: 1,
      text: "share of a frame's magnitudes that lies at or below the frequency",
    }),
    0.85,
  ),
});

/** Options of `spectralRolloff`. */
export type RolloffOptions = Sampled & v.InferInput<typeof ROLLOFF>;

/**
 * The frequency of each frame in Hz up to which rollPercent of its magnitudes lie, [frames, 1]. 0 for silence. librosa's
 * `spectral_rolloff(S=magnitudes)`, summed in float32 as there.
 * @throws {AffektError} `invalid-argument` for options out of range.
 */
export function spectralRolloff(
  magnitudes: Frames,
  { sampleRate, ...options }: RolloffOptions,
): Frames {
  const { rollPercent } = complete(ROLLOFF, options, "spectralRolloff");
  const { data, count, width } = magnitudes;
  const hz = hzPerBin("spectralRolloff", magnitudes, sampleRate);
  const sums = new Float32Array(width);
  const frequencies = new Float32Array(count);
  for (let f = 0; f < count; f++) {
    let sum = 0;
    for (let b = 0; b < width; b++) {
      sum = Math.fround(sum + data[f * width + b]!);
      sums[b] = sum;
    }
    const threshold = Math.fround(Math.fround(rollPercent) * sum);
    frequencies[f] = hz * sums.findIndex((reached) => reached >= threshold);
  }
  return assertFinite("spectralRolloff", { data: frequencies, count, width: 1 });
}

/** `spectralRolloff` in feature sets. */
export const spectralRolloffDescriptor = descriptor({
  prefix: "rolloff",
  parameters: ROLLOFF.entries,
  columns: ({ rollPercent }) => {
    const percent = Number((100 * rollPercent).toPrecision(6));
    return singleColumn("Hz", `frequency up to which ${percent} % of the spectrum lie`);
  },
  frames: (clip, options) =>
    clip.mapMagnitudes((block) =>
      spectralRolloff(block, { sampleRate: clip.sampleRate, ...options }),
    ),
});
