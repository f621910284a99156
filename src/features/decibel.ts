/** How power becomes decibels; defaults are librosa's. */
export interface DecibelOptions {
  /** The power of 0 dB; 1. */
  readonly ref?: number;
  /** Smaller powers count as this; 1e-10. */
  readonly amin?: number;
  /** Values further below the largest are raised to there, in dB; 80. */
  readonly topDb?: number;
}

/** Power in decibels, 10 log10(power / ref), over the whole array. librosa's `power_to_db`. */
export function powerToDb(
  power: Float32Array | Float64Array,
  options: DecibelOptions = {},
): Float64Array {
  const { ref, amin, topDb } = { ref: 1, amin: 1e-10, topDb: 80, ...options };
  const offset = 10 * Math.log10(Math.max(amin, ref));
  const decibels = new Float64Array(power.length);
  let largest = -Infinity;
  for (let i = 0; i < power.length; i++) {
    const p = power[i]!;
    const value = 10 * Math.log10(p > amin ? p : amin) - offset;
    decibels[i] = value;
    if (value > largest) largest = value;
  }
  const floor = largest - topDb;
  for (let i = 0; i < decibels.length; i++) {
    if (decibels[i]! < floor) decibels[i] = floor;
  }
  return decibels;
}
