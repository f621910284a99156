import { assertArgument } from "../../errors.ts";
import { spectrumOf } from "./fft.ts";

const LONGEST_FILTER = 1 << 19;

/**
 * The linear convolution of samples with a filter, samples.length + filter.length - 1 values, by overlap-add in float64. Two blocks are
 * transformed at once, as real and imaginary part.
 * @throws {AffektError} `invalid-argument` for a filter of more than 2^19 values.
 */
export function convolve(samples: Float32Array, filter: Float32Array): Float32Array {
  assertArgument(
    filter.length <= LONGEST_FILTER,
    `convolve: a filter has at most ${LONGEST_FILTER} values, got ${filter.length}`,
  );
  if (samples.length === 0 || filter.length === 0) return new Float32Array(0);
  const n = 2 ** Math.ceil(Math.log2(Math.max(2 * filter.length, 1024)));
  const length = n - filter.length + 1;
  const [re, im] = spectrumOf(padded(filter, n), new Float64Array(n));
  const sum = new Float64Array(samples.length + filter.length - 1);
  for (let at = 0; at < samples.length; at += 2 * length) {
    const middle = at + length;
    const [first, second] = spectrumOf(
      padded(samples.subarray(at, middle), n),
      padded(samples.subarray(middle, middle + length), n),
    );
    for (let k = 0; k < n; k++) {
      const [x, y] = [first[k]!, second[k]!];
      first[k] = (x * re[k]! - y * im[k]!) / n;
      second[k] = (x * im[k]! + y * re[k]!) / n;
    }
    // with real and imaginary parts exchanged on both sides, the transform is its own inverse
    const [imaginary, real] = spectrumOf(second, first);
    addAt(sum, at, real);
    addAt(sum, middle, imaginary);
  }
  return Float32Array.from(sum);
}

function padded(values: Float32Array, n: number): Float64Array {
  const long = new Float64Array(n);
  long.set(values);
  return long;
}

function addAt(sum: Float64Array, at: number, values: Float64Array): void {
  const end = Math.min(values.length, sum.length - at);
  for (let i = 0; i < end; i++) sum[at + i]! += values[i]!;
}
