// Running medians by a sorted window that slides: one sample leaves, one enters, in one pass without branches, for four rows at once.

/**
 * Running median of width `width` (odd) over `length` vectors of four float32.
 * padded: length + width - 1 vectors; sorted: work space of width + 1 vectors; out: length vectors.
 */
export function runningMedian(
  padded: usize,
  length: i32,
  width: i32,
  sorted: usize,
  out: usize,
): void {
  const infinity = f32x4.splat(f32.MAX_VALUE);
  const last = sorted + (<usize>width << 4);
  for (let p = sorted; p <= last; p += 16) v128.store(p, infinity);
  const minusInfinity = f32x4.splat(-f32.MAX_VALUE);
  for (let i = 0; i < width; i++) {
    replace(sorted, last, infinity, v128.load(padded + (<usize>i << 4)), minusInfinity);
  }
  const middle = sorted + (<usize>(width >> 1) << 4);
  v128.store(out, v128.load(middle));
  for (let i = 1; i < length; i++) {
    const leaving = v128.load(padded + (<usize>(i - 1) << 4));
    const entering = v128.load(padded + (<usize>(i + width - 1) << 4));
    replace(sorted, last, leaving, entering, minusInfinity);
    v128.store(out + (<usize>i << 4), v128.load(middle));
  }
}

// After the leaving value is taken out, r[i] = s[i] below it and s[i + 1] from it on; with the new one put in, t[i] = max(r[i - 1], min(new, r[i])).
@inline
function replace(sorted: usize, last: usize, leaving: v128, entering: v128, below: v128): void {
  let current = v128.load(sorted);
  for (let p = sorted; p < last; p += 16) {
    const next = v128.load(p, 16);
    const r = v128.bitselect(current, next, f32x4.lt(current, leaving));
    v128.store(p, f32x4.pmax(below, f32x4.pmin(entering, r)));
    below = r;
    current = next;
  }
}

/**
 * Median filter along the rows' index (time) of a [rows, columns] float32 array, edges mirrored with the edge repeated
 * (scipy.ndimage's `reflect`). columns must be a multiple of 4.
 */
export function medianOverRows(
  data: usize,
  rows: i32,
  columns: i32,
  width: i32,
  padded: usize,
  sorted: usize,
  result: usize,
  out: usize,
): void {
  const pad = width >> 1;
  const row = <usize>columns << 2;
  for (let c: usize = 0; c < row; c += 16) {
    for (let i = 0; i < rows + 2 * pad; i++) {
      v128.store(padded + (<usize>i << 4), v128.load(data + <usize>mirror(i - pad, rows) * row + c));
    }
    runningMedian(padded, rows, width, sorted, result);
    for (let i = 0; i < rows; i++) {
      v128.store(out + <usize>i * row + c, v128.load(result + (<usize>i << 4)));
    }
  }
}

/** The same along the columns' index (frequency), four rows at once. */
export function medianOverColumns(
  data: usize,
  rows: i32,
  columns: i32,
  used: i32,
  width: i32,
  padded: usize,
  sorted: usize,
  result: usize,
  out: usize,
): void {
  const pad = width >> 1;
  const row = <usize>columns << 2;
  for (let r = 0; r < rows; r += 4) {
    const p0 = data + <usize>r * row;
    const p1 = data + <usize>min(r + 1, rows - 1) * row;
    const p2 = data + <usize>min(r + 2, rows - 1) * row;
    const p3 = data + <usize>min(r + 3, rows - 1) * row;
    for (let i = 0; i < used + 2 * pad; i++) {
      const at = <usize>mirror(i - pad, used) << 2;
      let v = v128.load32_zero(p0 + at);
      v = v128.load32_lane(p1 + at, v, 1);
      v = v128.load32_lane(p2 + at, v, 2);
      v = v128.load32_lane(p3 + at, v, 3);
      v128.store(padded + (<usize>i << 4), v);
    }
    runningMedian(padded, used, width, sorted, result);
    const q0 = out + <usize>r * row;
    for (let i = 0; i < used; i++) {
      const v = v128.load(result + (<usize>i << 4));
      const q = q0 + (<usize>i << 2);
      v128.store32_lane(q, v, 0);
      if (r + 1 < rows) v128.store32_lane(q + row, v, 1);
      if (r + 2 < rows) v128.store32_lane(q + 2 * row, v, 2);
      if (r + 3 < rows) v128.store32_lane(q + 3 * row, v, 3);
    }
  }
}

function mirror(i: i32, n: i32): i32 {
  while (i < 0 || i >= n) i = i < 0 ? -1 - i : 2 * n - 1 - i;
  return i;
}

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

/** Multiplies each of rows × columns complex numbers (float32 pairs) by its share of rows × stride float32. */
export function scaleComplex(complex: usize, rows: i32, columns: i32, shares: usize, stride: i32): void {
  for (let r = 0; r < rows; r++) {
    let p = shares + (<usize>(r * stride) << 2);
    const end = complex + (<usize>columns << 3);
    for (; complex + 8 < end; complex += 16, p += 8) {
      const share = v128.load64_zero(p);
      const both = v128.shuffle<f32>(share, share, 0, 0, 1, 1);
      v128.store(complex, f32x4.mul(v128.load(complex), both));
    }
    if (complex < end) {
      const share = v128.load32_splat(p);
      v128.store64_lane(complex, f32x4.mul(v128.load64_zero(complex), share), 0);
      complex += 8;
    }
  }
}
