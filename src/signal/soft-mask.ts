import { SMALLEST_FLOAT32 } from "./norm.ts";

/**
 * Replaces each value x of `own` by its share x^power / (x^power + y^power), where y is the value of `other` times margin. A `hard`
 * mask is 1 where x > y, else 0. Where both are below the smallest normal number the share is 0.5, or 0 without splitZeros.
 * librosa's `util.softmask`.
 */
export function softMask(
  own: Float32Array,
  other: Float32Array,
  options: {
    readonly power: number | "hard";
    readonly margin: number;
    readonly splitZeros: boolean;
  },
): void {
  const { power, margin, splitZeros } = options;
  const ofZeros = splitZeros ? 0.5 : 0;
  for (let i = 0; i < own.length; i++) {
    const x = own[i]!;
    const y = Math.fround(other[i]! * margin);
    const larger = Math.max(x, y);
    if (power === "hard") {
      own[i] = x > y ? 1 : 0;
    } else if (larger < SMALLEST_FLOAT32) {
      own[i] = ofZeros;
    } else {
      const share = (x / larger) ** power;
      own[i] = share / (share + (y / larger) ** power);
    }
  }
}
