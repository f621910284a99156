import { type Matrix, rowOf } from "../../math/linear-algebra/matrix.ts";

/** Rows as the sum of a mean, a shift of their speaker, one of their class, and the rest. */
export interface SpeakerMeans {
  /** [columns] */
  readonly mean: Float64Array;
  /** [classes, columns], weighted by the classes' shares 0. */
  readonly classMeans: Float64Array;
  /** [speakers, columns] */
  readonly speakerShifts: Float64Array;
}

/** The number of rounds that estimate classes and speakers in turn; one is enough where all speakers have the same share of each class. */
const ROUNDS = 5;

/** Estimates the shifts of speakers and classes by least squares. classes, speakers: the indices of each row's own. */
export function speakerMeans(
  X: Matrix,
  {
    classes,
    speakers,
  }: { readonly classes: readonly number[]; readonly speakers: readonly number[] },
): SpeakerMeans {
  const { columns } = X;
  const mean = new Float64Array(columns);
  for (let row = 0; row < X.rows; row++) {
    for (const [c, value] of rowOf(X, row).entries()) mean[c]! += value / X.rows;
  }
  const groups = (of: readonly number[]): Float64Array =>
    new Float64Array((Math.max(...of) + 1) * columns);
  let classMeans = groups(classes);
  let speakerShifts = groups(speakers);
  for (let round = 0; round < ROUNDS; round++) {
    speakerShifts = meansOver(
      X,
      speakers,
      groups(speakers),
      (row, c) => mean[c]! + classMeans[classes[row]! * columns + c]!,
    );
    classMeans = meansOver(
      X,
      classes,
      groups(classes),
      (row, c) => mean[c]! + speakerShifts[speakers[row]! * columns + c]!,
    );
    centre(classMeans, classes, columns);
  }
  return { mean, classMeans, speakerShifts };
}

/** The means over the rows of each group of what is left without `known`. */
function meansOver(
  X: Matrix,
  group: readonly number[],
  means: Float64Array,
  known: (row: number, column: number) => number,
): Float64Array {
  const { columns } = X;
  const counts = new Float64Array(means.length / columns);
  for (const own of group) counts[own]!++;
  for (let row = 0; row < X.rows; row++) {
    const own = group[row]!;
    for (const [c, value] of rowOf(X, row).entries()) {
      means[own * columns + c]! += (value - known(row, c)) / counts[own]!;
    }
  }
  return means;
}

/** Takes the mean over all rows from the groups' means. */
function centre(means: Float64Array, group: readonly number[], columns: number): void {
  const total = new Float64Array(columns);
  for (const own of group) {
    for (let c = 0; c < columns; c++) total[c]! += means[own * columns + c]! / group.length;
  }
  for (let i = 0; i < means.length; i++) means[i]! -= total[i % columns]!;
}
