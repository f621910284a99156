// In memory, from where constants are quicker than as immediates.
const SMALLEST = memory.data<f32>([f32.MIN_NORMAL_VALUE]);
const ONE = memory.data<f32>([1]);
const HALF = memory.data<f32>([0.5]);

/**
 * The share a^2 / (a^2 + b^2) of each of count float32 (a multiple of 4), as 1 / (1 + (b / a)^2); one half where both are below the smallest normal number,
 * as in librosa's `util.softmask`. out may be a.
 */
export function softMask(a: usize, b: usize, count: i32, out: usize): void {
  const smallest = v128.load32_splat(SMALLEST);
  const one = v128.load32_splat(ONE);
  const half = v128.load32_splat(HALF);
  for (const end = a + (<usize>count << 2); a < end; a += 16, b += 16, out += 16) {
    const x = v128.load(a);
    const y = v128.load(b);
    const ratio = f32x4.div(y, x);
    const share = f32x4.div(one, f32x4.add(one, f32x4.mul(ratio, ratio)));
    v128.store(out, v128.bitselect(half, share, f32x4.lt(f32x4.pmax(x, y), smallest)));
  }
}
