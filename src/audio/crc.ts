/** The checksum of bytes from `start` to `end`; `initial` is that of the bytes before them, default 0. */
type Crc = (bytes: Uint8Array, start: number, end: number, initial?: number) => number;

/** A cyclic redundancy check of 8, 16 or 32 bits, most significant bit first. */
export function makeCrc(bits: 8 | 16 | 32, polynomial: number): Crc {
  const table = Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte << 24;
    for (let i = 0; i < 8; i++) value = (value << 1) ^ (value < 0 ? polynomial << (32 - bits) : 0);
    return value;
  });
  return (bytes, start, end, initial = 0) => {
    let value = initial << (32 - bits);
    for (let i = start; i < end; i++) value = (value << 8) ^ table[(value >>> 24) ^ bytes[i]!]!;
    return value >>> (32 - bits);
  };
}
