/** The largest offset between two recordings of one take, in frames of 32 ms. */
const MAX_LAG = 16;
/** At this share of equal bits two recordings are one take; other takes of the same words by the same speaker come to 0.68. */
const SAME_SHARE = 0.72;
/** A first look at some frames: below this share at every lag there is no match. */
const PROMISING_SHARE = 0.62;
const LOOK_EVERY = 4;
/** Fewer frames that both hold bits say nothing. */
const MIN_FRAMES = 12;

/** Whether two fingerprints are those of one and the same take. */
export function isSameTake(a: Uint32Array, b: Uint32Array): boolean {
  for (let lag = -MAX_LAG; lag <= MAX_LAG; lag++) {
    if (equalShare(a, b, lag, LOOK_EVERY) < PROMISING_SHARE) continue;
    if (equalShare(a, b, lag, 1) >= SAME_SHARE) return true;
  }
  return false;
}

/** The share of bits that are equal where frame f of `a` is frame f - lag of `b`; 0 where too few frames hold bits in both. */
function equalShare(a: Uint32Array, b: Uint32Array, lag: number, every: number): number {
  const start = Math.max(0, lag);
  const end = Math.min(a.length, b.length + lag);
  let frames = 0;
  let loud = 0;
  let different = 0;
  for (let f = start; f < end; f += every) {
    const x = a[f]!;
    const y = b[f - lag]!;
    if (x !== 0 || y !== 0) loud++;
    if (x === 0 || y === 0) continue;
    frames++;
    different += countBits(x ^ y);
  }
  if (frames * every < MIN_FRAMES || frames < 0.6 * loud) return 0;
  return 1 - different / (32 * frames);
}

/** The number of bits that are set. */
function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
