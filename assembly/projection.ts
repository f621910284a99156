import { realFft } from "./fft";
import { packWindowed } from "./frames";

/**
 * Magnitude of sparse complex projections of each frame's spectrum: one octave of a constant-Q transform.
 * rows: for each row the index of its first entry, and one more at the end (u32); entries: byte offset of the bin in the spectrum,
 * re, im (float64); out: float32, `outStride` values a frame.
 */
export function projectFrames(
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
  rows: usize,
  rowCount: i32,
  entries: usize,
  out: usize,
  outStride: i32,
): void {
  for (let f = 0; f < frames; f += 2) {
    const second = f + 1 < frames;
    const a = samples + ((<usize>(f * hop)) << 2);
    packWindowed(a, second ? a + ((<usize>hop) << 2) : a, window, n, data);
    realFft(data, spectrum, n, twiddles, order, roots);
    const outA = out + ((<usize>(f * outStride)) << 2);
    const outB = outA + ((<usize>outStride) << 2);
    for (let r = 0; r < rowCount; r++) {
      const at = rows + ((<usize>r) << 2);
      let p = entries + <usize>load<u32>(at) * 24;
      const end = entries + <usize>load<u32>(at, 4) * 24;
      let sumRe = f64x2.splat(0);
      let sumIm = f64x2.splat(0);
      for (; p < end; p += 24) {
        const s = spectrum + <usize>load<f64>(p);
        const br = v128.load64_splat(p, 8);
        const bi = v128.load64_splat(p, 16);
        const sr = v128.load(s);
        const si = v128.load(s, 16);
        sumRe = f64x2.add(sumRe, f64x2.sub(f64x2.mul(br, sr), f64x2.mul(bi, si)));
        sumIm = f64x2.add(sumIm, f64x2.add(f64x2.mul(br, si), f64x2.mul(bi, sr)));
      }
      const size = f64x2.sqrt(f64x2.add(f64x2.mul(sumRe, sumRe), f64x2.mul(sumIm, sumIm)));
      store<f32>(outA + ((<usize>r) << 2), <f32>f64x2.extract_lane(size, 0));
      if (second) store<f32>(outB + ((<usize>r) << 2), <f32>f64x2.extract_lane(size, 1));
    }
  }
}
