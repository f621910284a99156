/** Columns that are summed at once. */
const GROUP = 12;

/**
 * The product of two matrices, summed in float64: out[i, j] = sum over n of a[i, n] * b[n, j].
 * a: rows × k float32; b: float64, groups of 12 columns one after the other, each k × 12 (zeros after the last column); out: rows × columns float32.
 */
export function multiply64(a: usize, b: usize, rows: i32, columns: i32, k: i32, out: usize): void {
  const row = <usize>k << 2;
  for (let i = 0; i < rows; i++, a += row) {
    let q = b;
    for (let left = columns; left > 0; left -= GROUP) {
      let s0 = f64x2.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      let s4 = s0;
      let s5 = s0;
      for (let p = a; p < a + row; p += 4, q += 96) {
        const x = f64x2.splat(<f64>load<f32>(p));
        s0 = f64x2.add(s0, f64x2.mul(x, v128.load(q)));
        s1 = f64x2.add(s1, f64x2.mul(x, v128.load(q, 16)));
        s2 = f64x2.add(s2, f64x2.mul(x, v128.load(q, 32)));
        s3 = f64x2.add(s3, f64x2.mul(x, v128.load(q, 48)));
        s4 = f64x2.add(s4, f64x2.mul(x, v128.load(q, 64)));
        s5 = f64x2.add(s5, f64x2.mul(x, v128.load(q, 80)));
      }
      putSums(out, left, rounded(s0, s1), rounded(s2, s3), rounded(s4, s5));
      out += <usize>min(left, GROUP) << 2;
    }
  }
}

/** The same summed in float32, b in float32. */
export function multiply32(a: usize, b: usize, rows: i32, columns: i32, k: i32, out: usize): void {
  const row = <usize>k << 2;
  const outRow = <usize>columns << 2;
  for (let i = 0; i < rows; i += 2, a += 2 * row, out += 2 * outRow) {
    const a1 = i + 1 < rows ? a + row : a;
    const out1 = i + 1 < rows ? out + outRow : out;
    let q = b;
    for (let first = 0; first < columns; first += GROUP) {
      let s0 = f32x4.splat(0);
      let s1 = s0;
      let s2 = s0;
      let t0 = s0;
      let t1 = s0;
      let t2 = s0;
      for (let n: usize = 0; n < row; n += 4, q += 48) {
        const x = v128.load32_splat(a + n);
        const y = v128.load32_splat(a1 + n);
        s0 = f32x4.add(s0, f32x4.mul(x, v128.load(q)));
        s1 = f32x4.add(s1, f32x4.mul(x, v128.load(q, 16)));
        s2 = f32x4.add(s2, f32x4.mul(x, v128.load(q, 32)));
        t0 = f32x4.add(t0, f32x4.mul(y, v128.load(q)));
        t1 = f32x4.add(t1, f32x4.mul(y, v128.load(q, 16)));
        t2 = f32x4.add(t2, f32x4.mul(y, v128.load(q, 32)));
      }
      const at = <usize>first << 2;
      putSums(out1 + at, columns - first, t0, t1, t2);
      putSums(out + at, columns - first, s0, s1, s2);
    }
  }
}

@inline
function rounded(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2);
}

// Stores as many of twelve sums as there are columns left.
@inline
function putSums(out: usize, left: i32, a: v128, b: v128, c: v128): void {
  if (left >= GROUP) {
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
  } else {
    v128.store(SUMS, a);
    v128.store(SUMS, b, 16);
    v128.store(SUMS, c, 32);
    memory.copy(out, SUMS, <usize>left << 2);
  }
}

const SUMS = memory.data(48);
