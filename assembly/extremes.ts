/** Bytes of work space that `meanOfExtremes` needs. */
export function extremesWorkBytes(taken: i32): i32 {
  return 32 * taken;
}

/**
 * For each row of a [rows, columns] float32 array the means of the `taken` largest and of the `taken` smallest values of the columns from
 * `first` to before `end`, four rows at once and without branches. work: extremesWorkBytes(taken); largest, smallest: float64, `stride` values from
 * one row's to the next.
 */
export function meanOfExtremes(
  data: usize,
  rows: i32,
  columns: i32,
  first: i32,
  end: i32,
  taken: i32,
  work: usize,
  largest: usize,
  smallest: usize,
  stride: i32,
): void {
  const row = <usize>columns << 2;
  const low = work + (<usize>taken << 4);
  const step = <usize>stride << 3;
  for (let r = 0; r < rows; r += 4) {
    for (let p: usize = 0; p < <usize>taken << 4; p += 16) {
      v128.store(work + p, f32x4.splat(-Infinity));
      v128.store(low + p, f32x4.splat(Infinity));
    }
    const p0 = data + <usize>r * row;
    const p1 = data + <usize>min(r + 1, rows - 1) * row;
    const p2 = data + <usize>min(r + 2, rows - 1) * row;
    const p3 = data + <usize>min(r + 3, rows - 1) * row;
    for (let at = <usize>first << 2; at < <usize>end << 2; at += 4) {
      let up = v128.load32_zero(p0 + at);
      up = v128.load32_lane(p1 + at, up, 1);
      up = v128.load32_lane(p2 + at, up, 2);
      up = v128.load32_lane(p3 + at, up, 3);
      let down = up;
      // the better one stays in its place, the other goes on to the next
      for (let p = work; p < low; p += 16) {
        const high = v128.load(p);
        v128.store(p, f32x4.pmax(high, up));
        up = f32x4.pmin(high, up);
      }
      for (let p = low; p < low + (<usize>taken << 4); p += 16) {
        const least = v128.load(p);
        v128.store(p, f32x4.pmin(least, down));
        down = f32x4.pmax(least, down);
      }
    }
    for (let lane = 0; lane < min(4, rows - r); lane++) {
      store<f64>(largest, mean(work, taken, lane));
      store<f64>(smallest, mean(low, taken, lane));
      largest += step;
      smallest += step;
    }
  }
}

function mean(vectors: usize, count: i32, lane: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += <f64>load<f32>(vectors + (<usize>(i * 4 + lane) << 2));
  return sum / <f64>count;
}
