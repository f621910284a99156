import { concatFrames } from "../../signal/frames.ts";
import { hpss, SEPARATION } from "../../signal/hpss.ts";
import { descriptor } from "../descriptor.ts";
import { binColumns } from "./stft-magnitudes.ts";

/** `hpss` in feature sets: the bins of the harmonic part, then those of the percussive part. */
export const hpssDescriptor = descriptor({
  prefix: "hpss",
  parameters: SEPARATION.entries,
  columns: (_, audio) =>
    ["harmonic", "percussive"].flatMap((part) =>
      binColumns(`magnitude of the ${part} part of the spectrum`, audio, `${part}_`),
    ),
  frames: ({ magnitudes }, options) => {
    const parts = hpss(magnitudes, options);
    return concatFrames([parts.harmonic, parts.percussive]);
  },
});
