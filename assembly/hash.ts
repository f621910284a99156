// xxHash, 64 bits, seed 0 (its specification: github.com/Cyan4973/xxHash, doc/xxhash_spec.md).

const P1: u64 = 0x9e3779b185ebca87;
const P2: u64 = 0xc2b2ae3d27d4eb4f;
const P3: u64 = 0x165667b19e3779f9;
const P4: u64 = 0x85ebca77c2b2ae63;
const P5: u64 = 0x27d4eb2f165667c5;

@inline
function round(sum: u64, word: u64): u64 {
  return rotl(sum + word * P2, 31) * P1;
}

/** Sets the four sums of a hash (64 bits each) to what they are before any data. */
export function hashStart(sums: usize): void {
  store<u64>(sums, P1 + P2);
  store<u64>(sums, P2, 8);
  store<u64>(sums, 0, 16);
  store<u64>(sums, 0 - P1, 24);
}

/** Takes bytes, a multiple of 32, into the sums. */
export function hashStripes(sums: usize, data: usize, bytes: i32): void {
  let a = load<u64>(sums);
  let b = load<u64>(sums, 8);
  let c = load<u64>(sums, 16);
  let d = load<u64>(sums, 24);
  for (const end = data + bytes; data < end; data += 32) {
    a = round(a, load<u64>(data));
    b = round(b, load<u64>(data, 8));
    c = round(c, load<u64>(data, 16));
    d = round(d, load<u64>(data, 24));
  }
  store<u64>(sums, a);
  store<u64>(sums, b, 8);
  store<u64>(sums, c, 16);
  store<u64>(sums, d, 24);
}

/** The hash of `total` bytes, the last `total` modulo 32 of which are at `tail`, the others in the sums. */
export function hashEnd(sums: usize, tail: usize, total: f64): u64 {
  const length = <u64>total;
  const end = tail + <usize>(length & 31);
  let hash = P5;
  if (length >= 32) {
    const a = load<u64>(sums);
    const b = load<u64>(sums, 8);
    const c = load<u64>(sums, 16);
    const d = load<u64>(sums, 24);
    hash = rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18);
    hash = (hash ^ round(0, a)) * P1 + P4;
    hash = (hash ^ round(0, b)) * P1 + P4;
    hash = (hash ^ round(0, c)) * P1 + P4;
    hash = (hash ^ round(0, d)) * P1 + P4;
  }
  hash += length;
  for (; tail + 8 <= end; tail += 8) hash = rotl(hash ^ round(0, load<u64>(tail)), 27) * P1 + P4;
  if (tail + 4 <= end) {
    hash = rotl(hash ^ (<u64>load<u32>(tail) * P1), 23) * P2 + P3;
    tail += 4;
  }
  for (; tail < end; tail++) hash = rotl(hash ^ (<u64>load<u8>(tail) * P5), 11) * P1;
  hash = (hash ^ (hash >> 33)) * P2;
  hash = (hash ^ (hash >> 29)) * P3;
  return hash ^ (hash >> 32);
}
