import {
  CHIRP, CHIRP_SPECTRUM, INNER, im, placeOf, POINT, POINTS, put, putTimes, RADICES, re, ROTATIONS, splat, TWIDDLES, WORK,
} from "./points";

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
      if (step == POINT) radix4<T>(data, end, POINT, w, true);
      else radix4<T>(data, end, step, w, false);
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

// In the last pass all twiddles are 1.
@inline
function radix4<T>(data: usize, end: usize, step: usize, twiddles: usize, isLast: bool): void {
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
      const r1 = v128.add<T>(t1r, t3i);
      const i1 = v128.sub<T>(t1i, t3r);
      const r2 = v128.sub<T>(t0r, t2r);
      const i2 = v128.sub<T>(t0i, t2i);
      const r3 = v128.sub<T>(t1r, t3i);
      const i3 = v128.add<T>(t1i, t3r);
      if (isLast) {
        put(p1, r1, i1);
        put(p2, r2, i2);
        put(p3, r3, i3);
      } else {
        putTimes<T>(p1, r1, i1, w);
        putTimes<T>(p2, r2, i2, w + 2 * sizeof<T>());
        putTimes<T>(p3, r3, i3, w + 4 * sizeof<T>());
      }
    }
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

/** complexFft of two signals. */
export function complexFft64(data: usize, plan: usize): void {
  complexFft<f64>(data, plan);
}
