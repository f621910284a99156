import { DIRECTION_NUMBERS } from "./direction-numbers.ts";

/** The bits of a coordinate. */
const BITS = 32;

/** The most dimensions of a Sobol sequence. */
export const MOST_DIMENSIONS = DIRECTION_NUMBERS.length + 1;

/**
 * A point of the Sobol sequence (Sobol 1967), in [0, 1) in each dimension. `shifts` hold 32 random bits a dimension, by which all points are
 * shifted (Lemieux 2009, section 6.2.1), so that they differ from seed to seed and keep their even spread.
 */
export function sobolPoint(index: number, shifts: Uint32Array): number[] {
  const gray = (index ^ (index >>> 1)) >>> 0;
  return Array.from(shifts, (shift, d) => {
    const directions = directionsOf(d);
    let bits = shift;
    for (let j = 0; j < BITS; j++) if ((gray >>> j) & 1) bits ^= directions[j]!;
    return (bits >>> 0) / 2 ** BITS;
  });
}

const known: Uint32Array[] = [];

/** The direction numbers of a dimension (Bratley & Fox 1988, https://doi.org/10.1145/42288.214372). */
function directionsOf(dimension: number): Uint32Array {
  return (known[dimension] ??= makeDirections(dimension));
}

function makeDirections(dimension: number): Uint32Array {
  if (dimension === 0) return Uint32Array.from({ length: BITS }, (_, j) => 1 << (BITS - 1 - j));
  const [polynomial, ...initial] = DIRECTION_NUMBERS[dimension - 1]!;
  const degree = initial.length;
  const directions = new Uint32Array(BITS);
  for (let j = 0; j < BITS; j++) {
    if (j < degree) {
      directions[j] = initial[j]! << (BITS - 1 - j);
      continue;
    }
    let bits = directions[j - degree]! ^ (directions[j - degree]! >>> degree);
    for (let k = 1; k < degree; k++) {
      if ((polynomial >>> (degree - k)) & 1) bits ^= directions[j - k]!;
    }
    directions[j] = bits;
  }
  return directions;
}
