import type { Matrix } from "../../math/linear-algebra/matrix.ts";
import { Random } from "../../math/statistics/random.ts";
import type { SpokenRows } from "./fit-adaptation.ts";

/** How rows of speakers are made. */
interface SpokenBlobs {
  readonly speakers: number;
  /** Rows of each class of each speaker. */
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  /** The deviation of speakers' shifts, where that of a class' rows is 1. */
  readonly shift: number;
  readonly seed: number;
}

/** Rows that are the sum of their class' mean, their speaker's shift, and noise. Other seeds are other speakers of the same classes. */
export function spokenBlobs({
  speakers,
  rows,
  columns,
  classes,
  shift,
  seed,
}: SpokenBlobs): SpokenRows & {
  /** [speakers, columns] */
  readonly shifts: Float64Array;
} {
  const common = new Random(1);
  const means = Float64Array.from({ length: classes * columns }, () => 0.5 * common.normal());
  const random = Random.of(seed, "speakers", 0);
  const shifts = Float64Array.from({ length: speakers * columns }, () => shift * random.normal());
  const count = speakers * classes * rows;
  const data = new Float32Array(count * columns);
  const place = (row: number): { readonly speaker: number; readonly own: number } => ({
    speaker: Math.floor(row / (classes * rows)),
    own: row % classes,
  });
  for (let row = 0; row < count; row++) {
    const { speaker, own } = place(row);
    for (let c = 0; c < columns; c++) {
      const value = means[own * columns + c]! + shifts[speaker * columns + c]! + random.normal();
      // columns of different place and spread
      data[row * columns + c] = 10 * c + (1 + c) * value;
    }
  }
  const X: Matrix = { data, rows: count, columns };
  const of = <T>(value: (where: ReturnType<typeof place>) => T): T[] =>
    Array.from({ length: count }, (_, row) => value(place(row)));
  return {
    X,
    y: of(({ own }) => `class ${own}`),
    speakers: of(({ speaker }) => `speaker ${speaker}`),
    shifts,
  };
}
