/**
 * Peaks of a magnitude spectrogram of rows × columns float32: among the columns from `first` (over 0) to before `end` those larger than the one before,
 * at least as large as the one after and over `share` of their row's largest value, placed and sized by the parabola through the three.
 * Frequencies (a column being hzPerColumn), sizes: float32, at most half of (end - first + 1) a row; ends: for each row the number of peaks up to its end.
 * Up to 16 bytes after the data are read.
 */
export function spectralPeaks(
  data: usize,
  rows: i32,
  columns: i32,
  first: i32,
  end: i32,
  share: f64,
  hzPerColumn: f64,
  frequencies: usize,
  sizes: usize,
  ends: usize,
): void {
  let found = 0;
  const row = <usize>columns << 2;
  for (let r = 0; r < rows; r++, data += row, ends += 4) {
    const threshold = <f32>(share * largest(data, data + row));
    const least = f32x4.splat(threshold);
    const stop = data + (<usize>end << 2);
    for (let p = data + (<usize>first << 2); p < stop; p += 16) {
      const here = v128.load(p);
      const isPeak = v128.and(
        f32x4.gt(here, least),
        v128.and(f32x4.gt(here, v128.load(p - 4)), f32x4.ge(here, v128.load(p, 4))),
      );
      for (let mask = i32x4.bitmask(isPeak); mask != 0; mask &= mask - 1) {
        const q = p + (<usize>ctz(mask) << 2);
        if (q >= stop) break;
        found += putPeak(q, <f64>((q - data) >> 2), hzPerColumn, frequencies, sizes, found);
      }
    }
    store<i32>(ends, found);
  }
}

function largest(p: usize, end: usize): f64 {
  let most = f32x4.splat(0);
  for (; p + 16 <= end; p += 16) most = f32x4.pmax(most, v128.load(p));
  for (; p < end; p += 4) most = f32x4.pmax(most, v128.load32_splat(p));
  most = f32x4.pmax(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1));
  return max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
}

// Rounds to float32 where librosa's arrays are. Returns 1, or 0 for a peak without a frequency.
@inline
function putPeak(
  p: usize,
  column: f64,
  hzPerColumn: f64,
  frequencies: usize,
  sizes: usize,
  index: i32,
): i32 {
  const before = load<f32>(p - 4);
  const here = load<f32>(p);
  const after = load<f32>(p, 4);
  const curvature = after + before - 2 * here;
  const slope = (after - before) / 2;
  // where the parabola has its top, unless that is further than a column away
  const shift: f64 = abs(slope) >= abs(curvature) ? 0 : <f64>(-slope / curvature);
  const frequency = <f32>((column + shift) * hzPerColumn);
  const at = <usize>index << 2;
  store<f32>(frequencies + at, frequency);
  store<f32>(sizes + at, <f32>(<f64>here + 0.25 * (<f64>after - <f64>before) * shift));
  return frequency > 0 ? 1 : 0;
}
