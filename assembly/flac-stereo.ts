/** How a frame assigns its two channels; below 8 each is stored as it is. */
export const LEFT_SIDE = 8;
export const SIDE_RIGHT = 9;
export const MID_SIDE = 10;

/** Between the starts of channels of int32 work space: 65536 samples and room for a vector. */
export const CHANNEL_BYTES = 65540 << 2;

/** Undoes the stereo decorrelation and writes samples as float32 in [-1, 1), `stride` samples from channel to channel. */
export function writeSamples(
  samples: usize,
  size: i32,
  channelCount: i32,
  assignment: i32,
  sampleBits: i32,
  out: usize,
  stride: i32,
): void {
  const scale = f32x4.splat(1 / <f32>(1 << (sampleBits - 1)));
  const bytes = <usize>size << 2;
  if (assignment < LEFT_SIDE) {
    for (let c = 0; c < channelCount; c++) {
      const source = samples + <usize>(c * CHANNEL_BYTES);
      const target = out + (<usize>(c * stride) << 2);
      for (let i: usize = 0; i < bytes; i += 16) {
        write(target + i, v128.load(source + i), scale);
      }
    }
    return;
  }
  const second = samples + CHANNEL_BYTES;
  const right = out + (<usize>stride << 2);
  for (let i: usize = 0; i < bytes; i += 16) {
    let a = v128.load(samples + i);
    let b = v128.load(second + i);
    if (assignment === LEFT_SIDE) b = i32x4.sub(a, b);
    else if (assignment === SIDE_RIGHT) a = i32x4.add(a, b);
    else {
      const sum = v128.or(i32x4.shl(a, 1), v128.and(b, i32x4.splat(1)));
      a = i32x4.shr_s(i32x4.add(sum, b), 1);
      b = i32x4.shr_s(i32x4.sub(sum, b), 1);
    }
    write(out + i, a, scale);
    write(right + i, b, scale);
  }
}

// @ts-ignore: decorator
@inline
function write(out: usize, samples: v128, scale: v128): void {
  v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(samples), scale));
}
