import type { Matrix } from "../math/linear-algebra/matrix.ts";
import { Random } from "../math/statistics/random.ts";
import type { LabelledRows } from "./labelled-rows.ts";

/** The shape of the fixture's rows. */
export const [FRAMES, WIDTH] = [24, 3];

/** Sequences of two classes that differ in which value rises over time; padding holds what it may. */
export function sequences(rows: number, padding = 0, seed = 1): LabelledRows {
  const random = new Random(seed);
  const lengths = Uint32Array.from({ length: rows }, (_, row) => FRAMES - (row % 5) * 3);
  const data = new Float32Array(rows * FRAMES * WIDTH).fill(padding);
  for (let row = 0; row < rows; row++) {
    for (let f = 0; f < lengths[row]!; f++) {
      for (let v = 0; v < WIDTH; v++) {
        const slope = v === row % 2 ? f / FRAMES : 0;
        data[(row * FRAMES + f) * WIDTH + v] = 100 * v + slope + 0.3 * random.uniform();
      }
    }
  }
  const X: Matrix = {
    data,
    rows,
    columns: FRAMES * WIDTH,
    sequences: { width: WIDTH, lengths },
  };
  return { X, y: Array.from({ length: rows }, (_, row) => `class ${row % 2}`) };
}
