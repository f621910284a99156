import { inverseRealFft, realFft } from "./fft";
import { pack } from "./frames";

/**
 * Zero-phase filtering in the frequency domain by overlap-save, changing the rate by a power of two on the way.
 * samples: float32, padded by the overlap on both sides; response: n/2 + 1 float64, the filter's real spectrum with all scales;
 * blocks of n samples every `hop` samples; of each result of m samples, `m - 2 * skip` from `skip` on are kept, in out (float64).
 * data: 16 * max(n, m) bytes; spectrum: 32 more.
 */
export function filterBlocks(
  samples: usize,
  blocks: i32,
  hop: i32,
  n: i32,
  response: usize,
  twiddles: usize,
  order: usize,
  roots: usize,
  m: i32,
  skip: i32,
  twiddlesOut: usize,
  orderOut: usize,
  rootsOut: usize,
  data: usize,
  spectrum: usize,
  out: usize,
): void {
  const zero = f64x2.splat(0);
  const shared = (min(n, m) >> 1) + 1;
  const kept = m - 2 * skip;
  for (let b = 0; b < blocks; b += 2) {
    const second = b + 1 < blocks;
    const p = samples + ((<usize>(b * hop)) << 2);
    pack(p, second ? p + ((<usize>hop) << 2) : p, n, data);
    realFft<f64>(data, spectrum, n, twiddles, order, roots);
    for (let k = 0; k < shared; k++) {
      const s = spectrum + ((<usize>k) << 5);
      const h = v128.load64_splat(response + ((<usize>k) << 3));
      v128.store(s, f64x2.mul(v128.load(s), h));
      v128.store(s, f64x2.mul(v128.load(s, 16), h), 16);
    }
    for (let k = shared; k <= m >> 1; k++) {
      const s = spectrum + ((<usize>k) << 5);
      v128.store(s, zero);
      v128.store(s, zero, 16);
    }
    inverseRealFft(spectrum, data, m, twiddlesOut, rootsOut);
    let outA = out + ((<usize>(b * kept)) << 3);
    let outB = second ? outA + ((<usize>kept) << 3) : outA;
    for (let i = skip >> 1; i < (m - skip) >> 1; i++) {
      const q = data + load<u32>(orderOut + ((<usize>i) << 2));
      const odd = v128.load(q);
      const even = v128.load(q, 16);
      v128.store(outB, v128.shuffle<f64>(even, odd, 1, 3));
      v128.store(outA, v128.shuffle<f64>(even, odd, 0, 2));
      outA += 16;
      outB += 16;
    }
  }
}

/**
 * Polyphase interpolation: out[i] = sum over k of x[floor(i * step / phases) + k] * table[(i * step) mod phases][k].
 * x: float64, already shifted so that the filters need no negative index; table: phases × taps float64, taps even; out: float32.
 */
export function interpolate(
  x: usize,
  table: usize,
  phases: i32,
  taps: i32,
  step: i32,
  count: i32,
  out: usize,
): void {
  const whole = step / phases;
  const part = step % phases;
  const row = (<usize>taps) << 3;
  let phase = 0;
  for (let i = 0; i < count; i++) {
    let h = table + <usize>phase * row;
    const end = h + row;
    let p = x;
    let sum = f64x2.splat(0);
    for (; h < end; h += 16, p += 16) {
      sum = f64x2.add(sum, f64x2.mul(v128.load(p), v128.load(h)));
    }
    store<f32>(out, <f32>(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
    out += 4;
    phase += part;
    let advance = whole;
    if (phase >= phases) {
      phase -= phases;
      advance++;
    }
    x += (<usize>advance) << 3;
  }
}
