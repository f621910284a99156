import { im, POINT, re } from "./points";
import { realFft } from "./real-fft";

/**
 * Mel bands of the power of windowed frames, four frames at once in float32: out[f, b] = least + sum over i of weights_b[i] * |spectrum[first_b + i]|^2.
 * samples: float32, a frame of n every `hop`; window: n float32; bands, weights: as those of bandPower, over `bins` bins, those behind n/2 being silent;
 * data: 16n bytes of work space, spectrum: as many points as bins, and at least n/2 + 1; out: frames × count float32.
 */
export function melFrames(
  samples: usize,
  frames: i32,
  hop: i32,
  n: i32,
  window: usize,
  plan: usize,
  bins: i32,
  bands: usize,
  count: i32,
  weights: usize,
  least: f32,
  data: usize,
  spectrum: usize,
  out: usize,
): void {
  const used = spectrum + <usize>((n >> 1) + 1) * POINT;
  const all = spectrum + <usize>bins * POINT;
  const row = <usize>count << 2;
  const end = bands + (<usize>count << 3);
  const step = <usize>hop << 2;
  for (let f = 0; f < frames; f += 4, samples += 4 * step, out += 4 * row) {
    const last = frames - 1 - f;
    const a = samples;
    const b = a + step * min(1, last);
    const c = a + step * min(2, last);
    packWindowed(a, b, c, a + step * min(3, last), window, n, data);
    realFft<f32>(data, spectrum, plan);
    for (let p = spectrum; p < used; p += POINT) {
      const r = re(p);
      const i = im(p);
      v128.store(p, f32x4.add(f32x4.mul(r, r), f32x4.mul(i, i)));
    }
    if (all > used) memory.fill(used, 0, all - used);
    let w = weights;
    let to = out;
    for (let band = bands; band < end; band += 8, to += 4) {
      let p = spectrum + <usize>load<u32>(band) * POINT;
      let sums = f32x4.splat(least);
      for (const stop = w + (<usize>load<u32>(band, 4) << 2); w < stop; w += 4, p += POINT) {
        sums = f32x4.add(sums, f32x4.mul(re(p), v128.load32_splat(w)));
      }
      v128.store32_lane(to, sums, 0);
      if (last > 0) v128.store32_lane(to + row, sums, 1);
      if (last > 1) v128.store32_lane(to + 2 * row, sums, 2);
      if (last > 2) v128.store32_lane(to + 3 * row, sums, 3);
    }
  }
}

// Packs four frames of n samples as n/2 complex points, times a window.
@inline
function packWindowed(a: usize, b: usize, c: usize, d: usize, window: usize, n: i32, data: usize): void {
  for (const end = data + (<usize>n << 4); data < end; data += 32, window += 8) {
    const x = v128.load64_lane(b, v128.load64_zero(a), 1);
    const y = v128.load64_lane(d, v128.load64_zero(c), 1);
    v128.store(data, f32x4.mul(v128.shuffle<f32>(x, y, 0, 2, 4, 6), v128.load32_splat(window)));
    v128.store(data, f32x4.mul(v128.shuffle<f32>(x, y, 1, 3, 5, 7), v128.load32_splat(window, 4)), 16);
    a += 8;
    b += 8;
    c += 8;
    d += 8;
  }
}
