import type * as v from "valibot";
import { NAMED_WINDOW } from "../../math/fourier/windows.ts";
import { group, integer, withDefault } from "../../options/schema.ts";
import { STFT } from "../../signal/stft.ts";

/** The longest frame of a feature set, in samples. */
const MAX_FRAME = 1 << 17;

/** Framing of a feature set: options of `stft`, with the default hop of librosa's features. */
export const FRAMING = group({
  nFft: withDefault(
    integer({
      min: 2,
      max: MAX_FRAME,
      parity: "even",
      text: "length of a frame",
      unit: "samples",
    }),
    2048,
  ),
  hopLength: withDefault(
    integer({ min: 1, max: MAX_FRAME, text: "distance between two frames", unit: "samples" }),
    512,
  ),
  winLength: STFT.entries.winLength,
  window: withDefault(NAMED_WINDOW, "hann"),
  center: STFT.entries.center,
  padMode: STFT.entries.padMode,
});

/** A complete framing. */
export type Framing = v.InferOutput<typeof FRAMING>;
