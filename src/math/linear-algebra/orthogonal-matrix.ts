import type { Random } from "../statistics/random.ts";

/**
 * A random matrix [rows, columns] whose rows, or where they are more its columns, are orthonormal, row-major: the Q of a matrix of normal
 * numbers, by Gram-Schmidt, so that all such matrices are equally likely.
 */
export function orthogonalMatrix(rows: number, columns: number, random: Random): Float64Array {
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const vectors: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const vector = Float64Array.from({ length }, () => random.normal());
    // twice, as rounding leaves something of the others after the first time
    for (const other of [...vectors, ...vectors]) subtractAlong(vector, other);
    const norm = Math.hypot(...vector);
    vectors.push(vector.map((value) => value / norm));
  }
  return Float64Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return rows < columns ? vectors[row]![column]! : vectors[column]![row]!;
  });
}

function subtractAlong(vector: Float64Array, unit: Float64Array): void {
  let along = 0;
  for (let i = 0; i < vector.length; i++) along += vector[i]! * unit[i]!;
  for (let i = 0; i < vector.length; i++) vector[i]! -= along * unit[i]!;
}
