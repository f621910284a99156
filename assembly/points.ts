// A complex number of each of two signals in float64 or four in float32: every v128 holds one number of each signal, so that no lane ever has to be moved.
// A point takes 32 bytes: re of all signals, im of all.

export const POINT: usize = 32;

// The words (u32) of a transform's plan, which src/math/fourier/fft.ts writes, its tables in the precision T.
export const POINTS: usize = 0;
export const ORDER: usize = 4;
export const ROOTS: usize = 8;
export const TWIDDLES: usize = 12;
export const WORK: usize = 16;
export const ROTATIONS: usize = 20;
export const CHIRP: usize = 24;
export const CHIRP_SPECTRUM: usize = 28;
export const INNER: usize = 32;
export const RADICES: usize = 36;

@inline
export function re(p: usize): v128 {
  return v128.load(p);
}

@inline
export function im(p: usize): v128 {
  return v128.load(p, 16);
}

@inline
export function put(p: usize, r: v128, i: v128): void {
  v128.store(p, r);
  v128.store(p, i, 16);
}

/** A number of a table in every lane. */
@inline
export function splat<T>(p: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(p) : v128.load32_splat(p);
}

@inline
export function putTimes<T>(p: usize, r: v128, i: v128, w: usize): void {
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
