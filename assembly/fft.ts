// Fourier transforms of two signals at once: every v128 holds one number of signal A and one of signal B (float64),
// so that no lane ever has to be moved. A complex point takes 32 bytes: re(A, B), im(A, B).
// The tables (twiddles, order, roots) are written by src/math/fft.ts.

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

@inline
function putTimes(p: usize, r: v128, i: v128, w: usize): void {
  const wr = v128.load64_splat(w);
  const wi = v128.load64_splat(w, 8);
  v128.store(p, f64x2.sub(f64x2.mul(r, wr), f64x2.mul(i, wi)));
  v128.store(p, f64x2.add(f64x2.mul(r, wi), f64x2.mul(i, wr)), 16);
}

/**
 * Forward complex transform in place, radix 4, decimation in frequency; the result stands in bit-reversed order.
 * twiddles: for each stage, for each j, w^j, w^2j, w^3j as six float64.
 */
export function complexFft(data: usize, n: i32, twiddles: usize): void {
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
        const t0r = f64x2.add(ar, cr);
        const t0i = f64x2.add(ai, ci);
        const t1r = f64x2.sub(ar, cr);
        const t1i = f64x2.sub(ai, ci);
        const t2r = f64x2.add(br, dr);
        const t2i = f64x2.add(bi, di);
        const t3r = f64x2.sub(br, dr);
        const t3i = f64x2.sub(bi, di);
        put(p, f64x2.add(t0r, t2r), f64x2.add(t0i, t2i));
        putTimes(p1, f64x2.sub(t0r, t2r), f64x2.sub(t0i, t2i), t + 16);
        putTimes(p2, f64x2.add(t1r, t3i), f64x2.sub(t1i, t3r), t);
        putTimes(p3, f64x2.sub(t1r, t3i), f64x2.add(t1i, t3r), t + 32);
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
      put(p, f64x2.add(ar, br), f64x2.add(ai, bi));
      put(p + POINT, f64x2.sub(ar, br), f64x2.sub(ai, bi));
    }
  }
}

/**
 * Spectrum of two real signals of length n, packed as n/2 complex points (even samples re, odd samples im) in `data`,
 * which is destroyed. spectrum: n/2 + 1 points in natural order. order: byte offset of each bit-reversed point.
 * roots: exp(-2 pi i k / n) as two float64 for k in 0 … n/4.
 */
export function realFft(
  data: usize,
  spectrum: usize,
  n: i32,
  twiddles: usize,
  order: usize,
  roots: usize,
): void {
  const half = n >> 1;
  complexFft(data, half, twiddles);
  const last = spectrum + <usize>half * POINT;
  const zero = f64x2.splat(0);
  const r0 = re(data);
  const i0 = im(data);
  put(spectrum, f64x2.add(r0, i0), zero);
  put(last, f64x2.sub(r0, i0), zero);
  const two = f64x2.splat(0.5);
  for (let k = 1; k <= half >> 1; k++) {
    const p = data + load<u32>(order + (<usize>k << 2));
    const q = data + load<u32>(order + (<usize>(half - k) << 2));
    const a = re(p);
    const b = im(p);
    const c = re(q);
    const d = im(q);
    const er = f64x2.mul(f64x2.add(a, c), two);
    const ei = f64x2.mul(f64x2.sub(b, d), two);
    const or = f64x2.mul(f64x2.add(b, d), two);
    const oi = f64x2.mul(f64x2.sub(c, a), two);
    const wr = v128.load64_splat(roots + (<usize>k << 4));
    const wi = v128.load64_splat(roots + (<usize>k << 4), 8);
    const tr = f64x2.sub(f64x2.mul(or, wr), f64x2.mul(oi, wi));
    const ti = f64x2.add(f64x2.mul(or, wi), f64x2.mul(oi, wr));
    put(spectrum + <usize>k * POINT, f64x2.add(er, tr), f64x2.add(ei, ti));
    put(last - <usize>k * POINT, f64x2.sub(er, tr), f64x2.sub(ti, ei));
  }
}

/**
 * The inverse of realFft without its scale: from n/2 + 1 points of a spectrum to n/2 packed points times n/2, in `data`, in bit-reversed
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
  complexFft(data, half, twiddles);
}
