/** A-law (ITU-T G.711) bytes to samples in [-1, 1). */
export const A_LAW: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 7;
  const mantissa = ((code & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return (code & 0x80 ? magnitude : -magnitude) / 32768;
});

/** µ-law (ITU-T G.711) bytes to samples in [-1, 1). */
export const MU_LAW: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => {
  const code = byte ^ 0xff;
  const magnitude = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132;
  return (code & 0x80 ? -magnitude : magnitude) / 32768;
});

const MU_LAW_BIAS = 132;
/** Louder samples are clipped. */
const MU_LAW_MOST = 32_635;

/** The µ-law byte of a sample in [-1, 1]. */
export function muLawByte(sample: number): number {
  const level = Math.min(Math.round(Math.abs(sample) * 32_768), MU_LAW_MOST) + MU_LAW_BIAS;
  const exponent = 24 - Math.clz32(level); // the bias alone is 2^7 and some more
  const code = (exponent << 4) | ((level >> (exponent + 3)) & 15);
  return (sample < 0 ? code | 0x80 : code) ^ 0xff;
}
