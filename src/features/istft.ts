import { assertArgument } from "../errors.ts";
import { fftPlan } from "../math/fft.ts";
import { kernels } from "../math/kernels.ts";
import { SMALLEST_FLOAT32 } from "./norm.ts";
import { type ComplexFrames, frameShape, type StftOptions } from "./stft.ts";

/** How the frames were cut, as in the analysis; names and defaults are those of librosa's `istft`. */
export interface IstftOptions extends Omit<StftOptions, "nFft" | "padMode"> {
  /** Samples wanted; by default what the frames cover, less the padding. */
  readonly length?: number;
}

/** Inverse of `stft` by overlap-add, for the window and hop of the analysis. librosa's `istft`. Errors: `invalid-argument` for parameters out of range. */
export function istft(
  { data, count, bins }: ComplexFrames,
  options: IstftOptions = {},
): Float32Array {
  return istftOf(() => kernels().copyFloat32(data), { count, bins }, options);
}

/** The same of a spectrogram that `load` puts into the kernels' scratch memory, returning where it stands. */
export function istftOf(
  load: () => number,
  { count, bins }: Omit<ComplexFrames, "data">,
  options: IstftOptions,
): Float32Array {
  const nFft = (bins - 1) * 2;
  const { hopLength, window } = frameShape("istft", nFft, options);
  const offset = (options.center ?? true) ? nFft / 2 : 0;
  const { length = nFft + hopLength * (count - 1) - 2 * offset } = options;
  assertArgument(
    Number.isSafeInteger(length) && length >= 0,
    `istft: length must be an integer from 0, got ${length}`,
  );
  const plan = fftPlan(nFft);
  const used = Math.min(count, Math.ceil((length + 2 * offset) / hopLength));
  const total = Math.max(nFft + hopLength * (used - 1), offset + length);
  const k = kernels();
  return k.scratch(() => {
    const spectrogram = load();
    const windowAt = k.copyFloat64(window);
    const work = k.allocate(nFft * 16);
    const spectrum = k.allocate(nFft * 16 + 32);
    const out = k.allocate(total * 16);
    k.float64(out, total * 2).fill(0);
    const results = [work, spectrum, out, out + total * 8] as const;
    k.call.overlapAdd(spectrogram, used, hopLength, nFft, windowAt, ...plan, ...results);
    const signal = k.float64(out + offset * 8, length);
    const sum = k.float64(out + (total + offset) * 8, length);
    const samples = new Float32Array(length);
    for (let i = 0; i < length; i++) {
      const weight = sum[i]! > SMALLEST_FLOAT32 ? sum[i]! : 1;
      samples[i] = signal[i]! / (weight * (nFft / 2));
    }
    return samples;
  });
}
