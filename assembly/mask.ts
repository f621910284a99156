/**
 * The share a^2 / (a^2 + b^2) of each of count float32 (a multiple of 4), the squares taken relative to the larger one, as in librosa's `util.softmask`;
 * one half where both are below the smallest normal number. out may be a.
 */
export function softMask(a: usize, b: usize, count: i32, out: usize): void {
  const end = a + (<usize>count << 2);
  const smallest = f32x4.splat(f32.MIN_NORMAL_VALUE);
  const half = f32x4.splat(0.5);
  for (; a < end; a += 16, b += 16, out += 16) {
    const x = v128.load(a);
    const y = v128.load(b);
    const larger = f32x4.pmax(x, y);
    const p = f32x4.div(x, larger);
    const q = f32x4.div(y, larger);
    const pp = f32x4.mul(p, p);
    const share = f32x4.div(pp, f32x4.add(pp, f32x4.mul(q, q)));
    v128.store(out, v128.bitselect(half, share, f32x4.lt(larger, smallest)));
  }
}
