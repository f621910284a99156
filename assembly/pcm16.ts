/**
 * Interleaved 16-bit integers, least significant byte first, to float32 in [-1, 1).
 * samples: int16 [count, channelCount]; out: float32 [channelCount, stride], stride at least count + 7.
 */
export function pcm16ToFloat(
  samples: usize,
  count: i32,
  channelCount: i32,
  out: usize,
  stride: i32,
): void {
  const scale: f32 = 1 / 32768;
  if (channelCount === 1) {
    const end = samples + (<usize>count << 1);
    for (let p = samples; p < end; p += 16, out += 32) {
      const eight = v128.load(p);
      const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
      const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
      v128.store(out, f32x4.mul(low, f32x4.splat(scale)));
      v128.store(out, f32x4.mul(high, f32x4.splat(scale)), 16);
    }
    return;
  }
  const step = <usize>channelCount << 1;
  for (let c = 0; c < channelCount; c++) {
    const start = out + (<usize>(c * stride) << 2);
    const end = start + (<usize>count << 2);
    for (let p = samples + (c << 1), q = start; q < end; p += step, q += 4) {
      store<f32>(q, <f32>load<i16>(p) * scale);
    }
  }
}
