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

/** Packs frame A and frame B of n samples as n/2 complex points. */
export function pack(a: usize, b: usize, n: i32, data: usize): void {
  const end = data + ((<usize>n) << 4);
  while (data < end) {
    const x = f64x2.promote_low_f32x4(v128.load64_zero(a));
    const y = f64x2.promote_low_f32x4(v128.load64_zero(b));
    v128.store(data, v128.shuffle<f64>(x, y, 0, 2));
    v128.store(data, v128.shuffle<f64>(x, y, 1, 3), 16);
    a += 8;
    b += 8;
    data += 32;
  }
}

/** Packs four frames of n samples as n/2 complex points of float32. */
export function packFour(a: usize, b: usize, c: usize, d: usize, n: i32, data: usize): void {
  const end = data + ((<usize>n) << 4);
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
