import { packFour, unpackFour } from "./frames";
import { inverseRealFft, realFft } from "./real-fft";

/**
 * Zero-phase filtering in the frequency domain by overlap-save, four blocks at once in float32, changing the rate by the ratio of the transforms' lengths.
 * samples: float32, blocks of n samples every `hop`; response: n/2 + 1 float32, the filter's real spectrum with all scales; of each block's m samples,
 * `kept` from `skip` on go to out (float32).
 * data, spectrum: work space of 16 and 16 (+ 32) bytes a sample of the longer transform; rows: 16 m bytes.
 */
export function filterBlocks(
  samples: usize,
  blocks: i32,
  hop: i32,
  n: i32,
  plan: usize,
  response: usize,
  m: i32,
  planOut: usize,
  skip: i32,
  kept: i32,
  data: usize,
  spectrum: usize,
  rows: usize,
  out: usize,
): void {
  const step = <usize>hop << 2;
  const last = samples + <usize>(blocks - 1) * step;
  const shared = spectrum + (<usize>((min(n, m) >> 1) + 1) << 5);
  const end = spectrum + (<usize>((m >> 1) + 1) << 5);
  const row = <usize>m << 2;
  const bytes = <usize>kept << 2;
  for (let b = 0; b < blocks; b += 4) {
    const p = samples + <usize>b * step;
    packFour(p, min(p + step, last), min(p + 2 * step, last), min(p + 3 * step, last), n, data);
    realFft<f32>(data, spectrum, plan);
    let h = response;
    for (let s = spectrum; s < shared; s += 32, h += 4) {
      const gain = v128.load32_splat(h);
      v128.store(s, f32x4.mul(v128.load(s), gain));
      v128.store(s, f32x4.mul(v128.load(s, 16), gain), 16);
    }
    if (shared < end) memory.fill(shared, 0, end - shared);
    inverseRealFft<f32>(spectrum, data, planOut);
    unpackFour(data, planOut, m, rows);
    let from = rows + (<usize>skip << 2);
    for (let lane = 0; lane < min(4, blocks - b); lane++) {
      memory.copy(out, from, bytes);
      out += bytes;
      from += row;
    }
  }
}

/**
 * Interpolation at every step / phases samples by a filter whose taps are tabulated at `rows` fractions of a sample and interpolated linearly in between.
 * x: float32, from the first tap of the first output on, which lies phase / phases further; table: (rows + 1) × taps float32, taps a multiple of 4;
 * phases, step, phase: whole numbers; out: float32.
 */
export function interpolate(
  x: usize,
  table: usize,
  rows: i32,
  taps: i32,
  phases: f64,
  step: f64,
  phase: f64,
  count: i32,
  out: usize,
): void {
  const whole = Math.floor(step / phases);
  const advance = <usize>whole << 2;
  const part = step - whole * phases;
  const scale = <f64>rows / phases;
  const row = <usize>taps << 2;
  for (const end = out + (<usize>count << 2); out < end; out += 4) {
    const place = phase * scale;
    const index = <i32>place;
    const fraction = f32x4.splat(<f32>(place - <f64>index));
    let h = table + <usize>index * row;
    let sum = f32x4.splat(0);
    let p = x;
    for (const stop = h + row; h < stop; h += 16, p += 16) {
      const a = v128.load(h);
      const slope = f32x4.sub(v128.load(h + row), a);
      sum = f32x4.add(sum, f32x4.mul(v128.load(p), f32x4.add(a, f32x4.mul(slope, fraction))));
    }
    const pairs = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
    store<f32>(out, f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
    x += advance;
    phase += part;
    if (phase >= phases) {
      phase -= phases;
      x += 4;
    }
  }
}
