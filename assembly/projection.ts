import { complexFft } from "./fft";
import { packFour } from "./frames";
import { split, splitEnds } from "./real-fft";

/**
 * Magnitude of complex projections of each frame's spectrum, four frames at once in float32: one octave of a constant-Q transform.
 * samples: float32, frames of n every `hop`; data, spectrum: work space of 16n and 16n + 32 bytes;
 * bands: for each of `count` filters its first bin and the number of its weights (u32); weights: re, im (float32), filter after filter;
 * the frequencies k from `first` to `last` (at most n/4) and n/2 - k are those that filters weigh, and perhaps 0; out: float32, count values a frame.
 */
export function projectFrames(
  samples: usize,
  frames: i32,
  hop: i32,
  n: i32,
  plan: usize,
  data: usize,
  spectrum: usize,
  bands: usize,
  count: i32,
  weights: usize,
  first: i32,
  last: i32,
  out: usize,
): void {
  const step = <usize>hop << 2;
  const end = samples + <usize>(frames - 1) * step;
  const stride = <usize>count << 2;
  const bandsEnd = bands + (<usize>count << 3);
  const top = spectrum + (<usize>n << 4);
  const k = <usize>first << 5;
  for (let f = 0; f < frames; f += 4) {
    // missing frames stand for the last one
    const a = samples + <usize>f * step;
    packFour(a, min(a + step, end), min(a + 2 * step, end), min(a + 3 * step, end), n, data);
    complexFft<f32>(data, plan);
    splitEnds<f32>(data, spectrum, top);
    split<f32>(data, plan, first, last - first + 1, spectrum + k, top - k);
    const outB = f + 1 < frames ? out + stride : out;
    const outC = f + 2 < frames ? out + 2 * stride : out;
    const outD = f + 3 < frames ? out + 3 * stride : out;
    let w = weights;
    let at: usize = 0;
    for (let b = bands; b < bandsEnd; b += 8, at += 4) {
      let s = spectrum + (<usize>load<u32>(b) << 5);
      let sumRe = f32x4.splat(0);
      let sumIm = sumRe;
      for (const stop = s + (<usize>load<u32>(b, 4) << 5); s < stop; s += 32, w += 8) {
        const wr = v128.load32_splat(w);
        const wi = v128.load32_splat(w, 4);
        const sr = v128.load(s);
        const si = v128.load(s, 16);
        sumRe = f32x4.add(sumRe, f32x4.sub(f32x4.mul(wr, sr), f32x4.mul(wi, si)));
        sumIm = f32x4.add(sumIm, f32x4.add(f32x4.mul(wr, si), f32x4.mul(wi, sr)));
      }
      const size = f32x4.sqrt(f32x4.add(f32x4.mul(sumRe, sumRe), f32x4.mul(sumIm, sumIm)));
      v128.store32_lane(outD + at, size, 3);
      v128.store32_lane(outC + at, size, 2);
      v128.store32_lane(outB + at, size, 1);
      v128.store32_lane(out + at, size, 0);
    }
    out += 4 * stride;
  }
}
