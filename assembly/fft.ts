// Fourier transforms of two signals in float64 or four in float32 at once: every v128 holds one number of each signal,
// so that no lane ever has to be moved. A complex point takes 32 bytes: re of all signals, im of all.
// The tables (twiddles, order, roots) are float64, written by src/math/fft.ts.

const POINT: usize = 32;

@inline
function re(p: usize): v128 {
  return v128.load(p);
}

@inline
function im(p: usize): v128 {
  return v128.load(p, 16);
}

@inline
function put(p: usize, r: v128, i: v128): void {
  v128.store(p, r);
  v128.store(p, i, 16);
}

/** A float64 of a table in every lane. */
@inline
function splat<T>(p: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(p) : f32x4.splat(<f32>load<f64>(p));
}

@inline
function putTimes<T>(p: usize, r: v128, i: v128, w: usize): void {
  const wr = splat<T>(w);
  const wi = splat<T>(w + 8);
  v128.store(p, v128.sub<T>(v128.mul<T>(r, wr), v128.mul<T>(i, wi)));
  v128.store(p, v128.add<T>(v128.mul<T>(r, wi), v128.mul<T>(i, wr)), 16);
}

/**
 * Forward complex transform in place, radix 4, decimation in frequency; the result stands in bit-reversed order.
 * twiddles: for each stage, for each j, w^j, w^2j, w^3j as six float64.
 */
export function complexFft<T>(data: usize, n: i32, twiddles: usize): void {
  const end = data + <usize>n * POINT;
  let length = <usize>n * POINT;
  let w = twiddles;
  while (length >= 4 * POINT) {
    const quarter = length >> 2;
    for (let base = data; base < end; base += length) {
      let t = w;
      const stop = base + quarter;
      for (let p = base; p < stop; p += POINT) {
        const p1 = p + quarter;
        const p2 = p1 + quarter;
        const p3 = p2 + quarter;
        const ar = re(p);
        const ai = im(p);
        const br = re(p1);
        const bi = im(p1);
        const cr = re(p2);
        const ci = im(p2);
        const dr = re(p3);
        const di = im(p3);
        const t0r = v128.add<T>(ar, cr);
        const t0i = v128.add<T>(ai, ci);
        const t1r = v128.sub<T>(ar, cr);
        const t1i = v128.sub<T>(ai, ci);
        const t2r = v128.add<T>(br, dr);
        const t2i = v128.add<T>(bi, di);
        const t3r = v128.sub<T>(br, dr);
        const t3i = v128.sub<T>(bi, di);
        put(p, v128.add<T>(t0r, t2r), v128.add<T>(t0i, t2i));
        putTimes<T>(p1, v128.sub<T>(t0r, t2r), v128.sub<T>(t0i, t2i), t + 16);
        putTimes<T>(p2, v128.add<T>(t1r, t3i), v128.sub<T>(t1i, t3r), t);
        putTimes<T>(p3, v128.sub<T>(t1r, t3i), v128.add<T>(t1i, t3r), t + 32);
        t += 48;
      }
    }
    w += (quarter / POINT) * 48;
    length = quarter;
  }
  if (length == 2 * POINT) {
    for (let p = data; p < end; p += 2 * POINT) {
      const ar = re(p);
      const ai = im(p);
      const br = re(p + POINT);
      const bi = im(p + POINT);
      put(p, v128.add<T>(ar, br), v128.add<T>(ai, bi));
      put(p + POINT, v128.sub<T>(ar, br), v128.sub<T>(ai, bi));
    }
  }
}

/**
 * Spectrum of real signals of length n, packed as n/2 complex points (even samples re, odd samples im) in `data`,
 * which is destroyed. spectrum: n/2 + 1 points in natural order. order: byte offset of each bit-reversed point.
 * roots: exp(-2 pi i k / n) as two float64 for k in 0 … n/4.
 */
export function realFft<T>(
  data: usize,
  spectrum: usize,
  n: i32,
  twiddles: usize,
  order: usize,
  roots: usize,
): void {
  const half = n >> 1;
  complexFft<T>(data, half, twiddles);
  const last = spectrum + <usize>half * POINT;
  const zero = v128.splat<T>(0);
  const r0 = re(data);
  const i0 = im(data);
  put(spectrum, v128.add<T>(r0, i0), zero);
  put(last, v128.sub<T>(r0, i0), zero);
  const two = v128.splat<T>(0.5);
  for (let k = 1; k <= half >> 1; k++) {
    const p = data + load<u32>(order + (<usize>k << 2));
    const q = data + load<u32>(order + (<usize>(half - k) << 2));
    const a = re(p);
    const b = im(p);
    const c = re(q);
    const d = im(q);
    const er = v128.mul<T>(v128.add<T>(a, c), two);
    const ei = v128.mul<T>(v128.sub<T>(b, d), two);
    const or = v128.mul<T>(v128.add<T>(b, d), two);
    const oi = v128.mul<T>(v128.sub<T>(c, a), two);
    const wr = splat<T>(roots + (<usize>k << 4));
    const wi = splat<T>(roots + (<usize>k << 4) + 8);
    const tr = v128.sub<T>(v128.mul<T>(or, wr), v128.mul<T>(oi, wi));
    const ti = v128.add<T>(v128.mul<T>(or, wi), v128.mul<T>(oi, wr));
    put(spectrum + <usize>k * POINT, v128.add<T>(er, tr), v128.add<T>(ei, ti));
    put(last - <usize>k * POINT, v128.sub<T>(er, tr), v128.sub<T>(ti, ei));
  }
}

/**
 * The inverse of realFft<f64> without its scale: from n/2 + 1 points of a spectrum to n/2 packed points times n/2, in `data`, in bit-reversed
 * order and with re and im exchanged (an inverse transform is a forward one between two such exchanges).
 */
export function inverseRealFft(
  spectrum: usize,
  data: usize,
  n: i32,
  twiddles: usize,
  roots: usize,
): void {
  const half = n >> 1;
  const last = spectrum + <usize>half * POINT;
  const two = f64x2.splat(0.5);
  const r0 = re(spectrum);
  const rm = re(last);
  put(data, f64x2.mul(f64x2.sub(r0, rm), two), f64x2.mul(f64x2.add(r0, rm), two));
  for (let k = 1; k <= half >> 1; k++) {
    const p = spectrum + <usize>k * POINT;
    const q = last - <usize>k * POINT;
    const a = re(p);
    const b = im(p);
    const c = re(q);
    const d = im(q);
    const er = f64x2.mul(f64x2.add(a, c), two);
    const ei = f64x2.mul(f64x2.sub(b, d), two);
    const tr = f64x2.mul(f64x2.sub(a, c), two);
    const ti = f64x2.mul(f64x2.add(b, d), two);
    const wr = v128.load64_splat(roots + (<usize>k << 4));
    const wi = v128.load64_splat(roots + (<usize>k << 4), 8);
    const or = f64x2.add(f64x2.mul(tr, wr), f64x2.mul(ti, wi));
    const oi = f64x2.sub(f64x2.mul(ti, wr), f64x2.mul(tr, wi));
    // Z[k] = E + iO and Z[n/2 - k] = conj(E) + i conj(O), stored as (im, re)
    put(data + <usize>k * POINT, f64x2.add(ei, or), f64x2.sub(er, oi));
    put(data + <usize>(half - k) * POINT, f64x2.sub(or, ei), f64x2.add(er, oi));
  }
  complexFft<f64>(data, half, twiddles);
}

/** complexFft of two signals. */
export function complexFft64(data: usize, n: i32, twiddles: usize): void {
  complexFft<f64>(data, n, twiddles);
}
