import { unpackFour } from "./frames";
import { inverseRealFft } from "./real-fft";

/**
 * Inverse short-time Fourier transform without its normalisation, four frames at once in float32: adds each windowed frame times n/2 to out and the window's
 * squares to sum, both float32 and zeros at first.
 * spectrogram: frames × (n/2 + 1) complex numbers as float32 pairs; shares: what each is multiplied by, rows of `stride` float32, or 0; window: n float32;
 * data, spectrum: work space of 16n and 16n + 32 bytes; rows: 16n bytes.
 */
export function overlapAdd(
  spectrogram: usize,
  shares: usize,
  stride: i32,
  frames: i32,
  hop: i32,
  n: i32,
  window: usize,
  plan: usize,
  data: usize,
  spectrum: usize,
  rows: usize,
  out: usize,
  sum: usize,
): void {
  const bins = <usize>(n >> 1) + 1;
  const row = bins << 3;
  const shareRow = <usize>stride << 2;
  const step = <usize>hop << 2;
  const bytes = <usize>n << 2;
  for (let f = 0; f < frames; f += 4) {
    // missing frames stand for the last one
    const second = <usize>min(1, frames - 1 - f);
    const third = <usize>min(2, frames - 1 - f);
    const fourth = <usize>min(3, frames - 1 - f);
    loadSpectra(spectrogram, second * row, third * row, fourth * row, spectrum, bins);
    spectrogram += 4 * row;
    if (shares != 0) {
      scaleSpectra(shares, second * shareRow, third * shareRow, fourth * shareRow, spectrum, bins);
      shares += 4 * shareRow;
    }
    inverseRealFft<f32>(spectrum, data, plan);
    unpackFour(data, plan, n, rows);
    for (let lane: usize = 0; lane <= fourth; lane++) {
      addWindowed(rows + lane * bytes, window, n, out, sum);
      out += step;
      sum += step;
    }
  }
}

// Rows of complex numbers, the further ones at their distances from the first, into a spectrum of four lanes.
function loadSpectra(a: usize, b: usize, c: usize, d: usize, p: usize, count: usize): void {
  for (const end = p + (count << 5); p < end; p += 32, a += 8) {
    const ab = v128.load64_lane(a + b, v128.load64_zero(a), 1);
    const cd = v128.load64_lane(a + d, v128.load64_zero(a + c), 1);
    v128.store(p, v128.shuffle<f32>(ab, cd, 0, 2, 4, 6));
    v128.store(p, v128.shuffle<f32>(ab, cd, 1, 3, 5, 7), 16);
  }
}

function scaleSpectra(a: usize, b: usize, c: usize, d: usize, p: usize, count: usize): void {
  for (const end = p + (count << 5); p < end; p += 32, a += 4) {
    let share = v128.load32_zero(a);
    share = v128.load32_lane(a + b, share, 1);
    share = v128.load32_lane(a + c, share, 2);
    share = v128.load32_lane(a + d, share, 3);
    v128.store(p, f32x4.mul(v128.load(p), share));
    v128.store(p, f32x4.mul(v128.load(p, 16), share), 16);
  }
}

function addWindowed(row: usize, window: usize, n: i32, out: usize, sum: usize): void {
  const end = row + (<usize>n << 2);
  for (; row + 16 <= end; row += 16, window += 16, out += 16, sum += 16) {
    const w = v128.load(window);
    v128.store(out, f32x4.add(v128.load(out), f32x4.mul(v128.load(row), w)));
    v128.store(sum, f32x4.add(v128.load(sum), f32x4.mul(w, w)));
  }
  // n is even
  if (row < end) {
    const w = v128.load64_zero(window);
    const x = f32x4.mul(v128.load64_zero(row), w);
    v128.store64_lane(out, f32x4.add(v128.load64_zero(out), x), 0);
    v128.store64_lane(sum, f32x4.add(v128.load64_zero(sum), f32x4.mul(w, w)), 0);
  }
}

/** Divides count float32 (a multiple of 4) by `scale` times the sums of overlapAdd, or by `scale` alone where these are below the smallest normal number. */
export function normalizeOverlaps(out: usize, sum: usize, count: i32, scale: f32): void {
  const smallest = f32x4.splat(f32.MIN_NORMAL_VALUE);
  const factor = f32x4.splat(scale);
  for (const end = out + (<usize>count << 2); out < end; out += 16, sum += 16) {
    const weight = v128.load(sum);
    const divisor = v128.bitselect(weight, f32x4.splat(1), f32x4.gt(weight, smallest));
    v128.store(out, f32x4.div(v128.load(out), f32x4.mul(divisor, factor)));
  }
}
