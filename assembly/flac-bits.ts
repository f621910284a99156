// The bits of a FLAC frame, the most significant first. Reading goes on past the end, over the padding there: `isExhausted` tells.

let data: usize = 0;
/** Bits from `data`, of the next bit and of the end. */
let at: i32 = 0;
let limit: i32 = 0;

/** Begins to read bytes from `start` to `end`, which are fewer than 2^28. */
export function beginBits(start: usize, end: usize): void {
  data = start;
  at = 0;
  limit = <i32>(end - start) << 3;
}

/** Goes to the next whole byte and returns where it is. */
export function alignBits(): usize {
  at = (at + 7) & ~7;
  return data + (at >> 3);
}

export function isExhausted(): bool {
  return at > limit;
}

/** Whether `count` more bits are there; where not, all that there are count as read, and more. */
export function hasBits(count: i32): bool {
  if (count <= limit - at) return true;
  at = limit + 1;
  return false;
}

/** The next 57 bits or more, left-aligned. */
// @ts-ignore: decorator
@inline
function window(): u64 {
  return bswap<u64>(load<u64>(data + (at >> 3))) << (at & 7);
}

/** An unsigned number of 0 to 31 bits. */
export function readBits(count: i32): i32 {
  const value = (window() >> 1) >> (63 - count);
  at += count;
  return <i32>value;
}

/** A number in two's complement of 1 to 32 bits. */
export function readSigned(count: i32): i32 {
  const value = <i64>window() >> (64 - count);
  at += count;
  return <i32>value;
}

/** The number of zeros before the next one, which is read too. */
export function readUnary(): i32 {
  let zeros = 0;
  while (at <= limit) {
    const bits = window();
    if (bits !== 0) {
      const leading = <i32>clz(bits);
      at += leading + 1;
      return zeros + leading;
    }
    const seen = 64 - (at & 7);
    zeros += seen;
    at += seen;
  }
  return zeros;
}

/** Fills int32 numbers from `out` to `end` with Rice-coded ones of parameter `k` (0 to 30); false where the data runs out. */
export function readRice(out: usize, end: usize, k: i32): bool {
  if (!hasBits(<i32>(end - out >> 2) * (k + 1))) return false;
  const last = data + (limit >> 3);
  const lowBits = k + 1;
  const highBits = 63 - k;
  // the next `count` bits, left-aligned, and what follows them
  let cache = window();
  let count = 64 - (at & 7);
  let next = data + (at >> 3) + 8;
  for (; out < end; out += 4) {
    if (count < 32) {
      if (next > last + 8) return hasBits(i32.MAX_VALUE);
      cache |= (<u64>bswap<u32>(load<u32>(next))) << (32 - count);
      count += 32;
      next += 4;
    }
    const quotient = <i32>clz(cache);
    const length = quotient + lowBits;
    let folded: u32;
    if (length <= count) {
      cache <<= quotient;
      // the one after the zeros stands over the low bits
      folded = ((quotient - 1) << k) + <u32>(cache >> highBits);
      cache <<= lowBits;
      count -= length;
    } else {
      at = (<i32>(next - data) << 3) - count;
      folded = (readUnary() << k) | readBits(k);
      if (isExhausted()) return false;
      cache = window();
      count = 64 - (at & 7);
      next = data + (at >> 3) + 8;
    }
    store<i32>(out, <i32>(folded >> 1) ^ -<i32>(folded & 1));
  }
  at = (<i32>(next - data) << 3) - count;
  return !isExhausted();
}
