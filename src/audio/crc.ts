/**
 * A cyclic redundancy check, most significant bit first, starting from zero, of 8, 16 or 32 bits.
 * Returns a function of bytes from `start` to `end`.
 */
export function makeCrc(
  bits: 8 | 16 | 32,
  polynomial: number,
): (bytes: Uint8Array, start: number, end: number) => number {
  const table = Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte << 24;
    for (let i = 0; i < 8; i++) value = (value << 1) ^ (value < 0 ? polynomial << (32 - bits) : 0);
    return value;
  });
  return (bytes, start, end) => {
    let value = 0;
    for (let i = start; i < end; i++) value = (value << 8) ^ table[(value >>> 24) ^ bytes[i]!]!;
    return value >>> (32 - bits);
  };
}
