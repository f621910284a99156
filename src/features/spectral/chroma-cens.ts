import type { Sampled } from "../../audio/audio-data.ts";
import type * as v from "valibot";
import { WINDOW, windowValues } from "../../math/fourier/windows.ts";
import { complete } from "../../options/check.ts";
import { group, integer, withDefault } from "../../options/schema.ts";
import { assertFinite, type Frames, normalizeFrames } from "../../signal/frames.ts";
import { normOption } from "../../signal/norm.ts";
import { descriptor } from "../descriptor.ts";
import { CHROMA_CQT, chromaCqt } from "./chroma-cqt.ts";
import { pitchClassColumns } from "./pitch-classes.ts";

const { hopLength, norm: _norm, threshold: _threshold, ...chromagram } = CHROMA_CQT.entries;

const PARAMETERS = {
  ...chromagram,
  norm: withDefault(normOption("norm that each frame is divided by at the end"), 2),
  winLenSmooth: withDefault(
    integer({ min: 1, max: 100_000, or: ["none"], text: "frames that are smoothed over" }),
    41,
  ),
};

/** Options of `chromaCens`; names and defaults are librosa's. */
export const CHROMA_CENS = group({
  hopLength,
  ...PARAMETERS,
  smoothingWindow: withDefault(WINDOW, "hann"),
});

/** Options of `chromaCens`. The smoothing window is symmetric; given by its values, it has winLenSmooth + 2 of them. */
export type ChromaCensOptions = Sampled & v.InferInput<typeof CHROMA_CENS>;

/** Shares from which on the quantised chromagram rises by a quarter. */
const STEPS = [0.4, 0.2, 0.1, 0.05] as const;

/**
 * Chroma energy normalized statistics, [frames, nChroma]: the shares of the constant-Q chromagram in steps of a quarter, smoothed
 * over time. librosa's `chroma_cens`; Müller and Ewert, "Chroma Toolbox: MATLAB implementations for extracting variants of
 * chroma-based audio features", ISMIR 2011.
 * @throws {AffektError} as `chromaCqt`.
 */
export function chromaCens(
  samples: Float32Array,
  { sampleRate, ...options }: ChromaCensOptions,
): Frames {
  const completed = complete(CHROMA_CENS, options, "chromaCens");
  const { norm, winLenSmooth, smoothingWindow, ...chroma } = completed;
  const shares = chromaCqt(samples, { sampleRate, ...chroma, norm: 1 });
  const data = shares.data.map((share) => STEPS.filter((step) => share > step).length / 4);
  const quantised = { ...shares, data };
  if (winLenSmooth === "none") return normalizeFrames(quantised, norm);
  const window = windowValues(smoothingWindow, winLenSmooth + 2, { symmetric: true });
  return assertFinite("chromaCens", normalizeFrames(smoothed(quantised, window), norm));
}

// The sum of the window is 1 and its middle lies on the frame. Frames beyond the ends are 0.
function smoothed({ data, count, width }: Frames, window: Float64Array): Frames {
  const out = new Float64Array(data.length);
  const sum = window.reduce((a, b) => a + b, 0);
  const middle = Math.floor(window.length / 2);
  for (let f = 0; f < count; f++) {
    for (const [i, w] of window.entries()) {
      const source = f + middle - i;
      if (source < 0 || source >= count) continue;
      for (let c = 0; c < width; c++) out[f * width + c]! += (w / sum) * data[source * width + c]!;
    }
  }
  return { data: Float32Array.from(out), count, width };
}

/** `chromaCens` in feature sets. */
export const chromaCensDescriptor = descriptor({
  prefix: "chroma_cens",
  parameters: PARAMETERS,
  columns: pitchClassColumns,
  frames: ({ samples, sampleRate, framing: { hopLength } }, options) =>
    chromaCens(samples, { sampleRate, ...options, hopLength }),
});
