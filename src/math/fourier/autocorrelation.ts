import { fftPlan, transformSpace } from "./fft.ts";
import { kernels } from "../kernels.ts";

/** Options of `eachAutocorrelation`. */
export interface AutocorrelationOptions {
  readonly frameLength: number;
  readonly hopLength: number;
  readonly count: number;
  /** The number of lags, from 0. */
  readonly lags: number;
  /** frameLength factors of each frame's samples; ones by default. */
  readonly window?: Float64Array;
}

// limits of what is in the kernels' memory at once, so that it does not grow with the recording
const BLOCK_FRAMES = 64;
const BLOCK_SAMPLES = 1 << 20;

/**
 * Calls `take` with the autocorrelation of each frame and the frame's number: for each lag the sum of x[i] x[i + lag] over the frame.
 * The array is valid during the call only, and only until a kernel is used there.
 */
export function eachAutocorrelation(
  samples: Float32Array,
  { frameLength, hopLength, count, lags, window }: AutocorrelationOptions,
  take: (correlation: Float64Array, frame: number) => void,
): void {
  const length = frameLength + (frameLength % 2);
  const n = 2 ** Math.max(3, Math.ceil(Math.log2(length + lags)));
  const plan = fftPlan(n, "float64");
  const padded = new Float64Array(length).fill(1, 0, frameLength);
  if (window !== undefined) padded.set(window);
  const k = kernels();
  const block = Math.min(BLOCK_FRAMES, Math.ceil(BLOCK_SAMPLES / hopLength));
  for (let first = 0; first < count; first += block) {
    const frames = Math.min(block, count - first);
    const start = first * hopLength;
    const used = (frames - 1) * hopLength + length;
    k.scratch(() => {
      const input = k.allocate(used * 4);
      k.float32(input, used)
        .fill(0)
        .set(samples.subarray(start, start + used));
      const windowAt = k.copyFloat64(padded);
      const { data, spectrum } = transformSpace(n);
      const out = k.allocate(frames * lags * 8);
      const work = [plan, data, spectrum, lags, out] as const;
      k.call.autocorrelate(input, frames, hopLength, length, windowAt, n, ...work);
      const rows = k.float64(out, frames * lags);
      for (let f = 0; f < frames; f++) take(rows.subarray(f * lags, (f + 1) * lags), first + f);
    });
  }
}
