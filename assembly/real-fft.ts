import { complexFft } from "./fft";
import { im, ORDER, POINT, POINTS, put, re, ROOTS, splat } from "./points";

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
