import { complexFft } from "./fft";
import { packWindowed } from "./frames";
import { split, splitEnds } from "./real-fft";

/** Frequencies that are taken out of a transform at once, few enough to stay in the cache. */
const CHUNK = 32;

/** Bytes of work space for frequencies that have been taken out of a transform: CHUNK points from either end. */
export const chunkBytes: i32 = CHUNK << 6;

/**
 * Short-time Fourier transform, two frames at once. samples: float32, already padded; window: n float64;
 * complex: frames × (n/2 + 1) complex numbers as float32 pairs, magnitudes: rows of `stride` float32, zeros after the last bin; either is 0 where it is
 * not wanted; data: 16n bytes of work space, chunk: chunkBytes.
 */
export function stft(
  samples: usize,
  frames: i32,
  hop: i32,
  n: i32,
  window: usize,
  plan: usize,
  data: usize,
  chunk: usize,
  complex: usize,
  magnitudes: usize,
  stride: i32,
): void {
  const half = n >> 1;
  const complexRow = <usize>(half + 1) << 3;
  const row = <usize>stride << 2;
  const padding = row - (<usize>(half + 1) << 2);
  const high = chunk + (CHUNK << 5);
  const top = high + ((CHUNK - 1) << 5);
  for (let f = 0; f < frames; f += 2) {
    // an odd last frame is transformed twice, to the same place
    const second = f + 1 < frames;
    const a = samples + (<usize>(f * hop) << 2);
    const complexB = second ? complex + complexRow : complex;
    const b = second ? magnitudes + row : magnitudes;
    packWindowed(a, second ? a + (<usize>hop << 2) : a, window, n, data);
    complexFft<f64>(data, plan);
    splitEnds<f64>(data, chunk, high);
    put(chunk, 1, 0, complex, complexB, magnitudes, b);
    put(high, 1, half, complex, complexB, magnitudes, b);
    for (let k = 1; k <= half >> 1; k += CHUNK) {
      const count = min(CHUNK, (half >> 1) + 1 - k);
      split<f64>(data, plan, k, count, chunk, top);
      put(chunk, count, k, complex, complexB, magnitudes, b);
      const first = top - (<usize>(count - 1) << 5);
      put(first, count, half - k - count + 1, complex, complexB, magnitudes, b);
    }
    if (magnitudes != 0) {
      memory.fill(b + row - padding, 0, padding);
      memory.fill(magnitudes + row - padding, 0, padding);
      magnitudes += 2 * row;
    }
    if (complex != 0) complex += 2 * complexRow;
  }
}

// Puts `count` numbers of two spectra to their places from bin k on.
@inline
function put(
  p: usize,
  count: i32,
  k: i32,
  complexA: usize,
  complexB: usize,
  magnitudesA: usize,
  magnitudesB: usize,
): void {
  const end = p + (<usize>count << 5);
  const bin = <usize>k << 2;
  if (complexA != 0) storeComplex(p, end, complexA + 2 * bin, complexB + 2 * bin);
  if (magnitudesA != 0) storeMagnitudes(p, end, magnitudesA + bin, magnitudesB + bin);
}

// Rounds the spectra of two frames to float32.
function storeComplex(spectrum: usize, end: usize, a: usize, b: usize): void {
  for (let p = spectrum; p < end; p += 32) {
    const r = v128.load(p);
    const i = v128.load(p, 16);
    v128.store64_lane(b, f32x4.demote_f64x2_zero(v128.shuffle<f64>(r, i, 1, 3)), 0);
    v128.store64_lane(a, f32x4.demote_f64x2_zero(v128.shuffle<f64>(r, i, 0, 2)), 0);
    a += 8;
    b += 8;
  }
}

// The magnitudes of two frames, of numbers rounded to float32 as librosa's are; squares are float32, so magnitudes below 1e-19 become 0.
function storeMagnitudes(spectrum: usize, end: usize, a: usize, b: usize): void {
  const last = end - 32;
  let p = spectrum;
  for (; p < last; p += 64, a += 8, b += 8) {
    const r = v128.shuffle<f32>(rounded(p), rounded(p + 32), 0, 4, 1, 5);
    const i = v128.shuffle<f32>(rounded(p + 16), rounded(p + 48), 0, 4, 1, 5);
    const sizes = sizesOf(r, i);
    v128.store64_lane(a, sizes, 0);
    v128.store64_lane(b, sizes, 1);
  }
  if (p == last) {
    const sizes = sizesOf(rounded(p), rounded(p + 16));
    v128.store32_lane(a, sizes, 0);
    v128.store32_lane(b, sizes, 1);
  }
}

@inline
function rounded(p: usize): v128 {
  return f32x4.demote_f64x2_zero(v128.load(p));
}

@inline
function sizesOf(r: v128, i: v128): v128 {
  return f32x4.sqrt(f32x4.add(f32x4.mul(r, r), f32x4.mul(i, i)));
}

/** The magnitudes of count complex numbers, float32 pairs; those below 1e-19 become 0, those over 1.8e19 infinite. */
export function magnitude(complex: usize, count: i32, out: usize): void {
  const end = out + (<usize>count << 2);
  for (; out + 16 <= end; out += 16, complex += 32) {
    const a = v128.load(complex);
    const b = v128.load(complex, 16);
    const r = v128.shuffle<f32>(a, b, 0, 2, 4, 6);
    v128.store(out, sizesOf(r, v128.shuffle<f32>(a, b, 1, 3, 5, 7)));
  }
  for (; out < end; out += 4, complex += 8) {
    v128.store32_lane(out, sizesOf(v128.load32_zero(complex), v128.load32_zero(complex, 4)), 0);
  }
}
