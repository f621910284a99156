/**
 * The 16-bit check sum of bytes, most significant bit first, eight bytes at a time.
 * tables: [8, 256] uint16, table n holding what a byte leaves that n bytes follow.
 */
export function crc16(start: usize, end: usize, tables: usize): u32 {
  let crc: u32 = 0;
  let p = start;
  for (; p + 8 <= end; p += 8) {
    const bytes = load<u64>(p);
    const first = <u32>(bytes & 0xffff) ^ (crc >> 8) ^ ((crc & 0xff) << 8);
    crc =
      <u32>load<u16>(tables + ((first & 0xff) << 1), 7 << 9) ^
      <u32>load<u16>(tables + (first >> 8 << 1), 6 << 9) ^
      <u32>load<u16>(tables + (<usize>((bytes >> 16) & 0xff) << 1), 5 << 9) ^
      <u32>load<u16>(tables + (<usize>((bytes >> 24) & 0xff) << 1), 4 << 9) ^
      <u32>load<u16>(tables + (<usize>((bytes >> 32) & 0xff) << 1), 3 << 9) ^
      <u32>load<u16>(tables + (<usize>((bytes >> 40) & 0xff) << 1), 2 << 9) ^
      <u32>load<u16>(tables + (<usize>((bytes >> 48) & 0xff) << 1), 1 << 9) ^
      <u32>load<u16>(tables + (<usize>(bytes >> 56) << 1));
  }
  for (; p < end; p++) {
    crc = ((crc << 8) & 0xffff) ^ <u32>load<u16>(tables + (((crc >> 8) ^ <u32>load<u8>(p)) << 1));
  }
  return crc;
}
