import { assertArgument } from "../../errors.ts";
import { type WindowSpec, windowValues } from "../../math/windows.ts";
import { chromaCqt, type ChromaCqtOptions } from "./chroma-cqt.ts";
import { assertFinite, type Frames, normalizeFrames } from "../../signal/frames.ts";
import { checkNorm, type Norm } from "../../signal/norm.ts";

/** Names and defaults are those of librosa's `chroma_cens`. */
export interface ChromaCensOptions extends Omit<ChromaCqtOptions, "norm" | "threshold"> {
  /** What each frame is divided by at the end; 2. */
  readonly norm?: Norm;
  /** Frames that are smoothed over, or `none`; 41. */
  readonly winLenSmooth?: number | "none";
  /** The window of the smoothing, symmetric; `hann`. Values of one's own are winLenSmooth + 2 many. */
  readonly smoothingWindow?: WindowSpec;
}

const STEPS = [0.4, 0.2, 0.1, 0.05] as const;

/**
 * Chroma energy normalized statistics [frames, nChroma]: the constant-Q chromagram's shares in steps of a quarter, smoothed over time. librosa's
 * `chroma_cens`; Müller and Ewert, "Chroma Toolbox: MATLAB implementations for extracting variants of chroma-based audio features", ISMIR 2011.
 * Errors: as `chromaCqt`.
 */
export function chromaCens(
  samples: Float32Array,
  sampleRate: number,
  options: ChromaCensOptions = {},
): Frames {
  const { norm = 2, winLenSmooth = 41, smoothingWindow = "hann", ...chroma } = options;
  checkNorm("chromaCens", norm);
  assertArgument(
    winLenSmooth === "none" || (Number.isInteger(winLenSmooth) && winLenSmooth >= 1),
    `chromaCens: winLenSmooth must be none or a positive integer, got ${winLenSmooth}`,
  );
  const shares = chromaCqt(samples, sampleRate, { ...chroma, norm: 1 });
  const data = shares.data.map((share) => STEPS.filter((step) => share > step).length / 4);
  const quantised = { ...shares, data };
  if (winLenSmooth === "none") return normalizeFrames(quantised, norm);
  const window = windowValues(smoothingWindow, winLenSmooth + 2, { symmetric: true });
  return assertFinite("chromaCens", normalizeFrames(smoothed(quantised, window), norm));
}

// The window's sum is 1 and its middle on the frame; beyond the ends there is nothing.
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
