/** The type of a discrete cosine transform. */
export type DctType = keyof typeof FACTORS;

/** Scales of a transform: orthonormal, or scipy's unscaled one. */
export const DCT_NORMS = ["ortho", "none"] as const;

/** One of `DCT_NORMS`. */
export type DctNorm = (typeof DCT_NORMS)[number];

/** The factor of input n in output k of `length`. */
type Factor = (k: number, n: number, length: number, isOrtho: boolean) => number;

const FACTORS = {
  1: (k, n, length, isOrtho) => {
    const last = length - 1;
    const cosine = Math.cos((Math.PI * k * n) / last);
    const end = (i: number): number => (i === 0 || i === last ? 0.5 : 1);
    return cosine * (isOrtho ? Math.sqrt((2 * end(k) * end(n)) / last) : 2 * end(n));
  },
  2: (k, n, length, isOrtho) => {
    const scale = isOrtho ? Math.sqrt((k === 0 ? 1 : 2) / length) : 2;
    return scale * Math.cos((Math.PI * k * (2 * n + 1)) / (2 * length));
  },
  3: (k, n, length, isOrtho) => {
    const scale = isOrtho ? Math.sqrt((n === 0 ? 1 : 2) / length) : n === 0 ? 1 : 2;
    return scale * Math.cos((Math.PI * (2 * k + 1) * n) / (2 * length));
  },
} as const satisfies Record<number, Factor>;

/** The factor of input n in output k of the discrete cosine transform of `length` values, for type 1 at least two. scipy's `dct`. */
export function dctFactor(
  { type, norm }: { readonly type: DctType; readonly norm: DctNorm },
  length: number,
): (k: number, n: number) => number {
  const factor: Factor = FACTORS[type];
  return (k, n) => factor(k, n, length, norm === "ortho");
}
