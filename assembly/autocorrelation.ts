import { packWindowed } from "./frames";
import { placeOf } from "./points";
import { inverseRealFft, realFft } from "./real-fft";

/**
 * Autocorrelation of windowed frames at the lags 0 … lags - 1. samples: float32, frames of `length` (even) every `hop`; window: length float64;
 * n: points of the transform, at least length + lags - 1; data, spectrum: work space of 16n and 16n + 32 bytes; out: float64, `lags` values a frame.
 */
export function autocorrelate(
  samples: usize,
  frames: i32,
  hop: i32,
  length: i32,
  window: usize,
  n: i32,
  plan: usize,
  data: usize,
  spectrum: usize,
  lags: i32,
  out: usize,
): void {
  const row = <usize>lags << 3;
  const used = <usize>length << 4;
  const end = spectrum + (<usize>((n >> 1) + 1) << 5);
  const scale = f64x2.splat(2 / <f64>n);
  for (let f = 0; f < frames; f += 2) {
    const second = f + 1 < frames;
    const a = samples + (<usize>(f * hop) << 2);
    const b = second ? a + (<usize>hop << 2) : a;
    packWindowed(a, b, window, length, data);
    memory.fill(data + used, 0, (<usize>n << 4) - used);
    realFft<f64>(data, spectrum, plan);
    for (let p = spectrum; p < end; p += 32) {
      const r = v128.load(p);
      const i = v128.load(p, 16);
      v128.store(p, f64x2.mul(scale, f64x2.add(f64x2.mul(r, r), f64x2.mul(i, i))));
      v128.store(p, f64x2.splat(0), 16);
    }
    inverseRealFft<f64>(spectrum, data, plan);
    const outA = out + <usize>f * row;
    const outB = second ? outA + row : outA;
    for (let lag = 0; lag < lags; lag++) {
      // the even lags stand after the odd ones
      const p = placeOf(data, plan, lag >> 1) + (lag & 1 ? 0 : 16);
      const at = <usize>lag << 3;
      store<f64>(outB + at, load<f64>(p, 8));
      store<f64>(outA + at, load<f64>(p));
    }
  }
}
