import { placeOf } from "./points";

// Moves samples (float32) into packed pairs of frames and back.

/** Packs frame A and frame B of n samples as n/2 complex points, times a window of n float64. */
export function packWindowed(a: usize, b: usize, window: usize, n: i32, data: usize): void {
  const end = data + ((<usize>n) << 4);
  while (data < end) {
    const w = v128.load(window);
    const x = f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(a)), w);
    const y = f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(b)), w);
    v128.store(data, v128.shuffle<f64>(x, y, 0, 2));
    v128.store(data, v128.shuffle<f64>(x, y, 1, 3), 16);
    a += 8;
    b += 8;
    window += 16;
    data += 32;
  }
}

/** Packs four frames of n samples as n/2 complex points of float32. */
export function packFour(a: usize, b: usize, c: usize, d: usize, n: i32, data: usize): void {
  const end = data + (<usize>n << 4);
  while (data < end) {
    const x = v128.load64_lane(b, v128.load64_zero(a), 1);
    const y = v128.load64_lane(d, v128.load64_zero(c), 1);
    v128.store(data, v128.shuffle<f32>(x, y, 0, 2, 4, 6));
    v128.store(data, v128.shuffle<f32>(x, y, 1, 3, 5, 7), 16);
    a += 8;
    b += 8;
    c += 8;
    d += 8;
    data += 32;
  }
}

/** The inverse of packFour for what inverseRealFft leaves in `data`: four rows of n samples. */
export function unpackFour(data: usize, plan: usize, n: i32, rows: usize): void {
  const row = <usize>n << 2;
  for (let i = 0; i < n >> 1; i++, rows += 8) {
    const p = placeOf(data, plan, i);
    const odd = v128.load(p);
    const even = v128.load(p, 16);
    const ab = v128.shuffle<f32>(even, odd, 0, 4, 1, 5);
    const cd = v128.shuffle<f32>(even, odd, 2, 6, 3, 7);
    v128.store64_lane(rows, ab, 0);
    v128.store64_lane(rows + row, ab, 1);
    v128.store64_lane(rows + 2 * row, cd, 0);
    v128.store64_lane(rows + 3 * row, cd, 1);
  }
}

/** Four rows of four float32 as columns. */
@inline
export function transpose(
  p0: usize, p1: usize, p2: usize, p3: usize, q0: usize, q1: usize, q2: usize, q3: usize,
): void {
  const a = v128.load(p0);
  const b = v128.load(p1);
  const c = v128.load(p2);
  const d = v128.load(p3);
  const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(q0, v128.shuffle<f64>(abLow, cdLow, 0, 2));
  v128.store(q1, v128.shuffle<f64>(abLow, cdLow, 1, 3));
  v128.store(q2, v128.shuffle<f64>(abHigh, cdHigh, 0, 2));
  v128.store(q3, v128.shuffle<f64>(abHigh, cdHigh, 1, 3));
}
