import { realFft } from "./fft";
import { packFour } from "./frames";

/**
 * Magnitude of sparse complex projections of each frame's spectrum, four frames at once in float32: one octave of a constant-Q transform.
 * samples: float32, frames of n every `hop`; data, spectrum: work space of 16n and 16n + 32 bytes;
 * rows: for each row the index of its first entry, and one more at the end (u32); entries: byte offset of the bin in the spectrum (u32),
 * re, im (float32); out: float32, rowCount values a frame.
 */
export function projectFrames(
  samples: usize,
  frames: i32,
  hop: i32,
  n: i32,
  plan: usize,
  data: usize,
  spectrum: usize,
  rows: usize,
  rowCount: i32,
  entries: usize,
  out: usize,
): void {
  const step = <usize>hop << 2;
  const last = samples + <usize>(frames - 1) * step;
  const stride = <usize>rowCount << 2;
  for (let f = 0; f < frames; f += 4) {
    const a = samples + <usize>f * step;
    packFour(a, min(a + step, last), min(a + 2 * step, last), min(a + 3 * step, last), n, data);
    realFft<f32>(data, spectrum, plan);
    for (let r = 0; r < rowCount; r++) {
      const at = rows + (<usize>r << 2);
      let p = entries + <usize>load<u32>(at) * 12;
      const end = entries + <usize>load<u32>(at, 4) * 12;
      let sumRe = f32x4.splat(0);
      let sumIm = f32x4.splat(0);
      for (; p < end; p += 12) {
        const s = spectrum + load<u32>(p);
        const br = v128.load32_splat(p, 4);
        const bi = v128.load32_splat(p, 8);
        const sr = v128.load(s);
        const si = v128.load(s, 16);
        sumRe = f32x4.add(sumRe, f32x4.sub(f32x4.mul(br, sr), f32x4.mul(bi, si)));
        sumIm = f32x4.add(sumIm, f32x4.add(f32x4.mul(br, si), f32x4.mul(bi, sr)));
      }
      const size = f32x4.sqrt(f32x4.add(f32x4.mul(sumRe, sumRe), f32x4.mul(sumIm, sumIm)));
      const q = out + <usize>f * stride + (<usize>r << 2);
      v128.store32_lane(q, size, 0);
      if (f + 1 < frames) v128.store32_lane(q + stride, size, 1);
      if (f + 2 < frames) v128.store32_lane(q + 2 * stride, size, 2);
      if (f + 3 < frames) v128.store32_lane(q + 3 * stride, size, 3);
    }
  }
}
