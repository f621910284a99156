import { inverseRealFft, realFft } from "./fft";
import { packWindowed } from "./frames";

/**
 * Short-time Fourier transform. samples: float32, already padded; window: n float64;
 * out: frames × (n/2 + 1) complex numbers as float32 pairs; data, spectrum: work space of 16n and 16n + 32 bytes.
 */
export function stft(
  samples: usize,
  frames: i32,
  hop: i32,
  n: i32,
  window: usize,
  twiddles: usize,
  order: usize,
  roots: usize,
  data: usize,
  spectrum: usize,
  out: usize,
): void {
  const bins = (n >> 1) + 1;
  const row = (<usize>bins) << 3;
  for (let f = 0; f < frames; f += 2) {
    const second = f + 1 < frames;
    const a = samples + ((<usize>(f * hop)) << 2);
    const b = second ? a + ((<usize>hop) << 2) : a;
    packWindowed(a, b, window, n, data);
    realFft<f64>(data, spectrum, n, twiddles, order, roots);
    let outA = out + <usize>f * row;
    let outB = second ? outA + row : outA;
    const end = spectrum + ((<usize>bins) << 5);
    for (let p = spectrum; p < end; p += 32) {
      const r = v128.load(p);
      const i = v128.load(p, 16);
      v128.store64_lane(outB, f32x4.demote_f64x2_zero(v128.shuffle<f64>(r, i, 1, 3)), 0);
      v128.store64_lane(outA, f32x4.demote_f64x2_zero(v128.shuffle<f64>(r, i, 0, 2)), 0);
      outA += 8;
      outB += 8;
    }
  }
}

/**
 * Inverse short-time Fourier transform without its normalisation: adds each windowed frame times n/2 to out and the window's squares to sum
 * (both float64). spectrogram: frames × (n/2 + 1) complex numbers as float32 pairs; window: n float64.
 */
export function overlapAdd(
  spectrogram: usize,
  frames: i32,
  hop: i32,
  n: i32,
  window: usize,
  twiddles: usize,
  order: usize,
  roots: usize,
  data: usize,
  spectrum: usize,
  out: usize,
  sum: usize,
): void {
  const bins = (n >> 1) + 1;
  const row = (<usize>bins) << 3;
  for (let f = 0; f < frames; f += 2) {
    const second = f + 1 < frames;
    let inA = spectrogram + <usize>f * row;
    let inB = second ? inA + row : inA;
    const end = spectrum + ((<usize>bins) << 5);
    for (let p = spectrum; p < end; p += 32) {
      const a = f64x2.promote_low_f32x4(v128.load64_zero(inA));
      const b = f64x2.promote_low_f32x4(v128.load64_zero(inB));
      v128.store(p, v128.shuffle<f64>(a, b, 0, 2));
      v128.store(p, v128.shuffle<f64>(a, b, 1, 3), 16);
      inA += 8;
      inB += 8;
    }
    inverseRealFft(spectrum, data, n, twiddles, roots);
    const outA = out + ((<usize>(f * hop)) << 3);
    const outB = outA + ((<usize>hop) << 3);
    const sumA = sum + ((<usize>(f * hop)) << 3);
    const sumB = sumA + ((<usize>hop) << 3);
    for (let m = 0; m < n >> 1; m++) {
      const p = data + load<u32>(order + ((<usize>m) << 2));
      const i = v128.load(p);
      const r = v128.load(p, 16);
      const at = (<usize>m) << 4;
      const w = v128.load(window + at);
      const ww = f64x2.mul(w, w);
      const a = f64x2.mul(v128.shuffle<f64>(r, i, 0, 2), w);
      v128.store(sumA + at, f64x2.add(v128.load(sumA + at), ww));
      v128.store(outA + at, f64x2.add(v128.load(outA + at), a));
      if (second) {
        const b = f64x2.mul(v128.shuffle<f64>(r, i, 1, 3), w);
        v128.store(sumB + at, f64x2.add(v128.load(sumB + at), ww));
        v128.store(outB + at, f64x2.add(v128.load(outB + at), b));
      }
    }
  }
}

/** |z| of count complex numbers (float32 pairs) as float32, computed in float64 and rounded once. */
export function magnitude(complex: usize, count: i32, out: usize): void {
  const end = out + (<usize>count << 2);
  const whole = out + (<usize>(count & ~1) << 2);
  for (; out < whole; out += 8, complex += 16) {
    const a = f64x2.promote_low_f32x4(v128.load64_zero(complex));
    const b = f64x2.promote_low_f32x4(v128.load64_zero(complex, 8));
    const r = v128.shuffle<f64>(a, b, 0, 2);
    const i = v128.shuffle<f64>(a, b, 1, 3);
    const size = f64x2.sqrt(f64x2.add(f64x2.mul(r, r), f64x2.mul(i, i)));
    v128.store64_lane(out, f32x4.demote_f64x2_zero(size), 0);
  }
  if (out < end) {
    const r = <f64>load<f32>(complex);
    const i = <f64>load<f32>(complex, 4);
    store<f32>(out, <f32>sqrt<f64>(r * r + i * i));
  }
}
