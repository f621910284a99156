// Fourier transforms of two signals in float64 or four in float32 at once: every v128 holds one number of each signal,
// so that no lane ever has to be moved. A complex point takes 32 bytes: re of all signals, im of all.
// The plan of a transform, its tables in the precision T, is written by src/math/fft.ts.

const POINT: usize = 32;

// A plan's words (u32).
const POINTS: usize = 0;
const ORDER: usize = 4;
const ROOTS: usize = 8;
const TWIDDLES: usize = 12;
const WORK: usize = 16;
const ROTATIONS: usize = 20;
const CHIRP: usize = 24;
const CHIRP_SPECTRUM: usize = 28;
const INNER: usize = 32;
const RADICES: usize = 36;

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

/** A number of a table in every lane. */
@inline
function splat<T>(p: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(p) : v128.load32_splat(p);
}

@inline
function putTimes<T>(p: usize, r: v128, i: v128, w: usize): void {
  const wr = splat<T>(w);
  const wi = splat<T>(w + sizeof<T>());
  v128.store(p, v128.sub<T>(v128.mul<T>(r, wr), v128.mul<T>(i, wi)));
  v128.store(p, v128.add<T>(v128.mul<T>(r, wi), v128.mul<T>(i, wr)), 16);
}

/** Where in transformed data the point of frequency k stands. */
@inline
export function placeOf(data: usize, plan: usize, k: i32): usize {
  return data + load<u32>(<usize>load<u32>(plan, ORDER) + (<usize>k << 2));
}

/**
 * Forward complex transform in place, decimation in frequency, of as many points as the plan has; the point of frequency k comes to stand
 * at `placeOf(data, plan, k)`.
 */
export function complexFft<T>(data: usize, plan: usize): void {
  if (load<u32>(plan, CHIRP) != 0) {
    chirpFft<T>(data, plan);
    return;
  }
  let length = <usize>load<u32>(plan, POINTS) * POINT;
  const end = data + length;
  let w = <usize>load<u32>(plan, TWIDDLES);
  let rotations = <usize>load<u32>(plan, ROTATIONS);
  for (let next = plan + RADICES; length > POINT; next += 4) {
    const radix = load<u32>(next);
    const step = length / radix;
    if (radix == 4) {
      if (step == POINT) lastRadix4<T>(data, end);
      else radix4<T>(data, end, step, w);
    } else if (radix == 2) {
      radix2<T>(data, end);
    } else {
      oddRadix<T>(data, end, step, radix, w, rotations, load<u32>(plan, WORK));
      rotations += <usize>((radix >> 1) * (radix >> 1) * 2) * sizeof<T>();
    }
    w += (step / POINT) * (radix - 1) * 2 * sizeof<T>();
    length = step;
  }
}

function radix4<T>(data: usize, end: usize, step: usize, twiddles: usize): void {
  for (; data < end; data += 3 * step) {
    let w = twiddles;
    for (const stop = data + step; data < stop; data += POINT, w += 6 * sizeof<T>()) {
      const p1 = data + step;
      const p2 = p1 + step;
      const p3 = p2 + step;
      const ar = re(data);
      const ai = im(data);
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
      put(data, v128.add<T>(t0r, t2r), v128.add<T>(t0i, t2i));
      putTimes<T>(p1, v128.add<T>(t1r, t3i), v128.sub<T>(t1i, t3r), w);
      putTimes<T>(p2, v128.sub<T>(t0r, t2r), v128.sub<T>(t0i, t2i), w + 2 * sizeof<T>());
      putTimes<T>(p3, v128.sub<T>(t1r, t3i), v128.add<T>(t1i, t3r), w + 4 * sizeof<T>());
    }
  }
}

// All twiddles are 1.
function lastRadix4<T>(data: usize, end: usize): void {
  for (; data < end; data += 4 * POINT) {
    const ar = re(data);
    const ai = im(data);
    const br = re(data + POINT);
    const bi = im(data + POINT);
    const cr = re(data + 2 * POINT);
    const ci = im(data + 2 * POINT);
    const dr = re(data + 3 * POINT);
    const di = im(data + 3 * POINT);
    const t0r = v128.add<T>(ar, cr);
    const t0i = v128.add<T>(ai, ci);
    const t1r = v128.sub<T>(ar, cr);
    const t1i = v128.sub<T>(ai, ci);
    const t2r = v128.add<T>(br, dr);
    const t2i = v128.add<T>(bi, di);
    const t3r = v128.sub<T>(br, dr);
    const t3i = v128.sub<T>(bi, di);
    put(data, v128.add<T>(t0r, t2r), v128.add<T>(t0i, t2i));
    put(data + POINT, v128.add<T>(t1r, t3i), v128.sub<T>(t1i, t3r));
    put(data + 2 * POINT, v128.sub<T>(t0r, t2r), v128.sub<T>(t0i, t2i));
    put(data + 3 * POINT, v128.sub<T>(t1r, t3i), v128.add<T>(t1i, t3r));
  }
}

// The last pass where it is of radix 2: all twiddles are 1.
function radix2<T>(data: usize, end: usize): void {
  for (; data < end; data += 2 * POINT) {
    const ar = re(data);
    const ai = im(data);
    const br = re(data + POINT);
    const bi = im(data + POINT);
    put(data, v128.add<T>(ar, br), v128.add<T>(ai, bi));
    put(data + POINT, v128.sub<T>(ar, br), v128.sub<T>(ai, bi));
  }
}

// With sums a and differences b of opposite points, output m and its opposite are x0 + sum of a cos(2 pi i m / radix) -+ i sum of b sin(…).
function oddRadix<T>(
  data: usize,
  end: usize,
  step: usize,
  radix: u32,
  twiddles: usize,
  rotations: usize,
  work: usize,
): void {
  const half = <usize>(radix >> 1);
  const rest = <usize>(radix - 1) * step;
  const stop = work + half * 2 * POINT;
  for (; data < end; data += rest) {
    let w = twiddles;
    for (const last = data + step; data < last; data += POINT) {
      const xr = re(data);
      const xi = im(data);
      let sumR = xr;
      let sumI = xi;
      let p = data + step;
      let q = data + rest;
      for (let s = work; s < stop; s += 2 * POINT) {
        const ar = v128.add<T>(re(p), re(q));
        const ai = v128.add<T>(im(p), im(q));
        put(s, ar, ai);
        put(s + POINT, v128.sub<T>(re(p), re(q)), v128.sub<T>(im(p), im(q)));
        sumR = v128.add<T>(sumR, ar);
        sumI = v128.add<T>(sumI, ai);
        p += step;
        q -= step;
      }
      put(data, sumR, sumI);
      let rotation = rotations;
      let v = w + <usize>(radix - 1) * 2 * sizeof<T>();
      p = data + step;
      q = data + rest;
      const next = v;
      for (; p < q; p += step, q -= step) {
        let cr = xr;
        let ci = xi;
        let sr = v128.splat<T>(0);
        let si = sr;
        for (let s = work; s < stop; s += 2 * POINT, rotation += 2 * sizeof<T>()) {
          const cosine = splat<T>(rotation);
          const sine = splat<T>(rotation + sizeof<T>());
          cr = v128.add<T>(cr, v128.mul<T>(re(s), cosine));
          ci = v128.add<T>(ci, v128.mul<T>(im(s), cosine));
          sr = v128.add<T>(sr, v128.mul<T>(re(s + POINT), sine));
          si = v128.add<T>(si, v128.mul<T>(im(s + POINT), sine));
        }
        v -= 2 * sizeof<T>();
        putTimes<T>(p, v128.add<T>(cr, si), v128.sub<T>(ci, sr), w);
        putTimes<T>(q, v128.sub<T>(cr, si), v128.add<T>(ci, sr), v);
        w += 2 * sizeof<T>();
      }
      w = next;
    }
  }
}

// Bluestein's algorithm, for numbers of points with a large prime factor: i k = (i^2 + k^2 - (k - i)^2) / 2 makes the transform a convolution with a
// chirp, which a longer transform of a power of two does. chirp: exp(-i pi j^2 / n); its conjugate's spectrum is divided by the longer transform's points.
function chirpFft<T>(data: usize, plan: usize): void {
  const chirp = <usize>load<u32>(plan, CHIRP);
  const inner = <usize>load<u32>(plan, INNER);
  const chirped = <usize>load<u32>(plan, POINTS) * POINT;
  const long = load<u32>(inner, POINTS);
  const first = <usize>load<u32>(plan, WORK);
  const second = first + <usize>long * POINT;
  let w = chirp;
  for (let p: usize = 0; p < chirped; p += POINT, w += 2 * sizeof<T>()) {
    putTimes<T>(first + p, re(data + p), im(data + p), w);
  }
  memory.fill(first + chirped, 0, second - first - chirped);
  complexFft<T>(first, inner);
  w = load<u32>(plan, CHIRP_SPECTRUM);
  for (let k: u32 = 0; k < long; k++, w += 2 * sizeof<T>()) {
    const p = placeOf(first, inner, k);
    const q = second + <usize>k * POINT;
    putTimes<T>(q, re(p), im(p), w);
    put(q, im(q), re(q));
  }
  complexFft<T>(second, inner);
  w = chirp;
  for (let k: u32 = 0; k < long && <usize>k * POINT < chirped; k++, w += 2 * sizeof<T>()) {
    const p = placeOf(second, inner, k);
    putTimes<T>(data + <usize>k * POINT, im(p), re(p), w);
  }
}

/**
 * Spectrum of real signals of twice as many samples as the plan has points, packed two samples a point (even ones re, odd ones im) in `data`,
 * which is destroyed. spectrum: points + 1 complex numbers in natural order.
 */
export function realFft<T>(data: usize, spectrum: usize, plan: usize): void {
  const points = load<u32>(plan, POINTS);
  const last = spectrum + <usize>points * POINT;
  complexFft<T>(data, plan);
  splitEnds<T>(data, spectrum, last);
  split<T>(data, plan, 1, points >> 1, spectrum + POINT, last - POINT);
}

/** Of packed real signals that complexFft has transformed the numbers of frequency 0 and of the highest one. */
@inline
export function splitEnds<T>(data: usize, low: usize, high: usize): void {
  const r = re(data);
  const i = im(data);
  const zero = v128.splat<T>(0);
  put(low, v128.add<T>(r, i), zero);
  put(high, v128.sub<T>(r, i), zero);
}

/** The same of the frequencies k from `first` on, `count` of them, to low and on, and of the frequencies points - k to high and down; k is at most points / 2. */
export function split<T>(data: usize, plan: usize, first: i32, count: i32, low: usize, high: usize): void {
  const order = <usize>load<u32>(plan, ORDER);
  let up = order + (<usize>first << 2);
  let down = order + (<usize>(load<u32>(plan, POINTS) - first) << 2);
  const roots = <usize>load<u32>(plan, ROOTS);
  const half = splat<T>(roots);
  let root = roots + <usize>first * 2 * sizeof<T>();
  for (const end = low + <usize>count * POINT; low < end; low += POINT, high -= POINT) {
    const p = data + load<u32>(up);
    const q = data + load<u32>(down);
    const a = re(p);
    const b = im(p);
    const c = re(q);
    const d = im(q);
    const er = v128.mul<T>(v128.add<T>(a, c), half);
    const ei = v128.mul<T>(v128.sub<T>(b, d), half);
    const or = v128.add<T>(b, d);
    const oi = v128.sub<T>(c, a);
    const wr = splat<T>(root);
    const wi = splat<T>(root + sizeof<T>());
    const tr = v128.sub<T>(v128.mul<T>(or, wr), v128.mul<T>(oi, wi));
    const ti = v128.add<T>(v128.mul<T>(or, wi), v128.mul<T>(oi, wr));
    put(low, v128.add<T>(er, tr), v128.add<T>(ei, ti));
    put(high, v128.sub<T>(er, tr), v128.sub<T>(ti, ei));
    up += 4;
    down -= 4;
    root += 2 * sizeof<T>();
  }
}

/**
 * The inverse of realFft without its scale: from points + 1 complex numbers of a spectrum to packed points times their number, in `data`,
 * each at its `placeOf` and with re and im exchanged (an inverse transform is a forward one between two such exchanges).
 */
export function inverseRealFft<T>(spectrum: usize, data: usize, plan: usize): void {
  const points = load<u32>(plan, POINTS);
  const last = spectrum + <usize>points * POINT;
  const roots = <usize>load<u32>(plan, ROOTS);
  const half = splat<T>(roots);
  const r0 = re(spectrum);
  const rm = re(last);
  put(data, v128.mul<T>(v128.sub<T>(r0, rm), half), v128.mul<T>(v128.add<T>(r0, rm), half));
  let root = roots + 2 * sizeof<T>();
  let up = data + POINT;
  let down = data + <usize>points * POINT - POINT;
  let p = spectrum + POINT;
  let q = last - POINT;
  for (; up <= down; up += POINT, down -= POINT) {
    const a = re(p);
    const b = im(p);
    const c = re(q);
    const d = im(q);
    const er = v128.mul<T>(v128.add<T>(a, c), half);
    const ei = v128.mul<T>(v128.sub<T>(b, d), half);
    const tr = v128.sub<T>(a, c);
    const ti = v128.add<T>(b, d);
    const wr = splat<T>(root);
    const wi = splat<T>(root + sizeof<T>());
    const or = v128.add<T>(v128.mul<T>(tr, wr), v128.mul<T>(ti, wi));
    const oi = v128.sub<T>(v128.mul<T>(ti, wr), v128.mul<T>(tr, wi));
    // Z[k] = E + iO and Z[points - k] = conj(E) + i conj(O), stored as (im, re)
    put(up, v128.add<T>(ei, or), v128.sub<T>(er, oi));
    put(down, v128.sub<T>(or, ei), v128.add<T>(er, oi));
    root += 2 * sizeof<T>();
    p += POINT;
    q -= POINT;
  }
  complexFft<T>(data, plan);
}

/** complexFft of two signals. */
export function complexFft64(data: usize, plan: usize): void {
  complexFft<f64>(data, plan);
}
