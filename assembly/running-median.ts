// Running medians of four rows at once, one in each lane, by sharing what neighbouring windows have in common: the windows of a group of outputs share a
// core, of which, sorted, only as many values can be medians as the group has outputs; halving the group adds values to the core and halves what is kept.
// (The idea of hierarchical tiling in Adams, "Fast median filters using separable sorting networks", SIGGRAPH 2021, in one dimension.)

export const VECTOR: usize = 16;
export const LARGEST_GROUP = 16;

/**
 * Running median of width `width` over vectors of four float32; of an even number of values the upper one of the two in the middle.
 * x: length + width - 1 vectors, and room for 15 more; out: length vectors, and room for 15 more, then 2 * width + 40 of work space.
 */
export function runningMedian(x: usize, length: i32, width: i32, out: usize): void {
  const core = out + <usize>(length + LARGEST_GROUP) * VECTOR;
  const group = width >= 31 ? 16 : width >= 15 ? 8 : width >= 7 ? 4 : 1;
  const shared = <usize>(width - group + 1) * VECTOR;
  let room: usize = 8 * VECTOR;
  while (room < shared) room <<= 1;
  // the middle values of the core
  const kept = core + <usize>((width >> 1) - group + 1) * VECTOR;
  const beyond = <usize>width * VECTOR;
  const step = <usize>group * VECTOR;
  const end = out + <usize>length * VECTOR;
  for (; out < end; out += step, x += step) {
    const first = x + step - VECTOR;
    for (let i: usize = 0; i < shared; i += VECTOR) v128.store(core + i, v128.load(first + i));
    for (let i = shared; i < room; i += VECTOR) v128.store(core + i, f32x4.splat(Infinity));
    sort(core, core + room);
    if (group == 16) mediansOf16(kept, x, beyond, out);
    else if (group == 8) mediansOf8(kept, x, beyond, out);
    else if (group == 4) mediansOf4(kept, x, beyond, out);
    else v128.store(out, v128.load(kept));
  }
}

@inline
function least(a: v128, b: v128): v128 {
  return f32x4.pmin(a, b);
}

@inline
function most(a: v128, b: v128): v128 {
  return f32x4.pmax(a, b);
}

@inline
function exchange(p: usize, q: usize): void {
  const a = v128.load(p);
  const b = v128.load(q);
  v128.store(p, least(a, b));
  v128.store(q, most(a, b));
}

// Sorts a power of two of values, at least eight (Batcher's bitonic sort).
function sort(p: usize, end: usize): void {
  for (let q = p; q < end; q += 8 * VECTOR) sortEight(q, q);
  for (let size: usize = 16 * VECTOR; size <= end - p; size <<= 1) {
    for (let base = p; base < end; base += size) {
      let high = base + size - VECTOR;
      for (let low = base; low < high; low += VECTOR, high -= VECTOR) exchange(low, high);
    }
    for (let distance: usize = size >> 2; distance >= 8 * VECTOR; distance >>= 1) {
      for (let base = p; base < end; base += 2 * distance) {
        for (let q = base; q < base + distance; q += VECTOR) exchange(q, q + distance);
      }
    }
    for (let q = p; q < end; q += 8 * VECTOR) sortBitonicEight(q);
  }
}

// Sorts eight values from p on to q.
function sortEight(p: usize, q: usize): void {
  let a = v128.load(p);
  let b = v128.load(p, 16);
  let c = v128.load(p, 32);
  let d = v128.load(p, 48);
  let e = v128.load(p, 64);
  let f = v128.load(p, 80);
  let g = v128.load(p, 96);
  let h = v128.load(p, 112);
  let t: v128;
  t = least(a, c); c = most(a, c); a = t; t = least(b, d); d = most(b, d); b = t;
  t = least(e, g); g = most(e, g); e = t; t = least(f, h); h = most(f, h); f = t;
  t = least(a, e); e = most(a, e); a = t; t = least(b, f); f = most(b, f); b = t;
  t = least(c, g); g = most(c, g); c = t; t = least(d, h); h = most(d, h); d = t;
  t = least(a, b); b = most(a, b); a = t; t = least(c, d); d = most(c, d); c = t;
  t = least(e, f); f = most(e, f); e = t; t = least(g, h); h = most(g, h); g = t;
  t = least(c, e); e = most(c, e); c = t; t = least(d, f); f = most(d, f); d = t;
  t = least(b, e); e = most(b, e); b = t; t = least(d, g); g = most(d, g); d = t;
  t = least(b, c); c = most(b, c); b = t; t = least(d, e); e = most(d, e); d = t;
  t = least(f, g); g = most(f, g); f = t;
  v128.store(q, a);
  v128.store(q, b, 16);
  v128.store(q, c, 32);
  v128.store(q, d, 48);
  v128.store(q, e, 64);
  v128.store(q, f, 80);
  v128.store(q, g, 96);
  v128.store(q, h, 112);
}

// Sorts eight values that rise and then fall, or fall and then rise.
function sortBitonicEight(q: usize): void {
  let a = v128.load(q);
  let b = v128.load(q, 16);
  let c = v128.load(q, 32);
  let d = v128.load(q, 48);
  let e = v128.load(q, 64);
  let f = v128.load(q, 80);
  let g = v128.load(q, 96);
  let h = v128.load(q, 112);
  let t: v128;
  t = least(a, e); e = most(a, e); a = t; t = least(b, f); f = most(b, f); b = t;
  t = least(c, g); g = most(c, g); c = t; t = least(d, h); h = most(d, h); d = t;
  t = least(a, c); c = most(a, c); a = t; t = least(b, d); d = most(b, d); b = t;
  t = least(e, g); g = most(e, g); e = t; t = least(f, h); h = most(f, h); f = t;
  t = least(a, b); b = most(a, b); a = t; t = least(c, d); d = most(c, d); c = t;
  t = least(e, f); f = most(e, f); e = t; t = least(g, h); h = most(g, h); g = t;
  v128.store(q, a);
  v128.store(q, b, 16);
  v128.store(q, c, 32);
  v128.store(q, d, 48);
  v128.store(q, e, 64);
  v128.store(q, f, 80);
  v128.store(q, g, 96);
  v128.store(q, h, 112);
}

// Adds eight values to a core of which 16 are kept, and keeps eight: the lowest eight and the highest eight of the 24 are no medians.
function keepEight(kept: usize, added: usize, middle: usize): void {
  sortEight(added, middle);
  for (let i: usize = 0; i < 8 * VECTOR; i += VECTOR) {
    v128.store(middle + i, most(v128.load(middle + i), v128.load(kept + 7 * VECTOR - i)));
  }
  sortBitonicEight(middle);
  for (let i: usize = 0; i < 8 * VECTOR; i += VECTOR) {
    v128.store(middle + i, least(v128.load(middle + i), v128.load(kept + 15 * VECTOR - i)));
  }
  sortBitonicEight(middle);
}

// The same with four values, eight kept before and four after.
function keepFour(kept: usize, added: usize, middle: usize): void {
  let a = v128.load(added);
  let b = v128.load(added, 16);
  let c = v128.load(added, 32);
  let d = v128.load(added, 48);
  let t: v128;
  t = least(a, b); b = most(a, b); a = t; t = least(c, d); d = most(c, d); c = t;
  t = least(a, c); c = most(a, c); a = t; t = least(b, d); d = most(b, d); b = t;
  t = least(b, c); c = most(b, c); b = t;
  a = most(v128.load(kept, 48), a); b = most(v128.load(kept, 32), b);
  c = most(v128.load(kept, 16), c); d = most(v128.load(kept), d);
  t = least(a, c); c = most(a, c); a = t; t = least(b, d); d = most(b, d); b = t;
  t = least(a, b); b = most(a, b); a = t; t = least(c, d); d = most(c, d); c = t;
  a = least(v128.load(kept, 112), a); b = least(v128.load(kept, 96), b);
  c = least(v128.load(kept, 80), c); d = least(v128.load(kept, 64), d);
  t = least(a, c); c = most(a, c); a = t; t = least(b, d); d = most(b, d); b = t;
  t = least(a, b); b = most(a, b); a = t; t = least(c, d); d = most(c, d); c = t;
  v128.store(middle, a);
  v128.store(middle, b, 16);
  v128.store(middle, c, 32);
  v128.store(middle, d, 48);
}

// Medians of the group of outputs from x on, of whose core, sorted, the values at `kept` count; x + width: the values after the first output's window.
function mediansOf16(kept: usize, x: usize, width: usize, out: usize): void {
  const middle = kept + 16 * VECTOR;
  keepEight(kept, x + 7 * VECTOR, middle);
  mediansOf8(middle, x, width, out);
  keepEight(kept, x + width, middle);
  mediansOf8(middle, x + 8 * VECTOR, width, out + 8 * VECTOR);
}

function mediansOf8(kept: usize, x: usize, width: usize, out: usize): void {
  const middle = kept + 8 * VECTOR;
  keepFour(kept, x + 3 * VECTOR, middle);
  mediansOf4(middle, x, width, out);
  keepFour(kept, x + width, middle);
  mediansOf4(middle, x + 4 * VECTOR, width, out + 4 * VECTOR);
}

function mediansOf4(kept: usize, x: usize, width: usize, out: usize): void {
  mediansOf2(kept, x + VECTOR, x, width, out);
  mediansOf2(kept, x + width, x + 2 * VECTOR, width, out + 2 * VECTOR);
}

@inline
function mediansOf2(kept: usize, added: usize, x: usize, width: usize, out: usize): void {
  let a = v128.load(added);
  let b = v128.load(added, 16);
  let t: v128;
  t = least(a, b); b = most(a, b); a = t;
  a = most(v128.load(kept, 16), a); b = most(v128.load(kept), b);
  t = least(a, b); b = most(a, b); a = t;
  a = least(v128.load(kept, 48), a); b = least(v128.load(kept, 32), b);
  t = least(a, b); b = most(a, b); a = t;
  v128.store(out, most(a, least(v128.load(x), b)));
  v128.store(out, most(a, least(v128.load(x + width), b)), 16);
}
