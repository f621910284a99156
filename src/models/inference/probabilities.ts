import { AffektError } from "../../errors.ts";
import { type Matrix, rowShape } from "../../math/linear-algebra/matrix.ts";
import type { Session, Tensors } from "../../network/runtime/runtime.ts";

/** Rows that go through a network at once. It bounds the memory for the values of its layers. */
const ROWS_AT_ONCE = 512;

/** Probabilities [rows, classes] by a session's graph for rows of features. `others` are its further inputs. */
export async function runProbabilities(
  session: Session,
  X: Matrix,
  classes: number,
  others: Tensors = {},
): Promise<Matrix> {
  const { data, rows, columns, sequences } = X;
  const all = new Float32Array(rows * classes);
  for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
    const end = Math.min(rows, start + ROWS_AT_ONCE);
    const part = data.subarray(start * columns, end * columns);
    const features = { data: part, dims: [end - start, ...rowShape(X)] };
    const lengths = sequences && {
      data: Float32Array.from(sequences.lengths.subarray(start, end)),
      dims: [end - start],
    };
    const feeds = { ...others, features, ...(lengths && { lengths }) };
    const { probabilities } = await session.run(feeds);
    all.set(probabilities!.data, start * classes);
  }
  return { data: all, rows, columns: classes };
}

/** The largest distance of a row's sum from 1 that rounding explains. */
const TOLERANCE = 1e-3;

/** @throws {AffektError} `bad-data` with the first row whose values are not probabilities. `owner` is for the message. */
export function assertProbabilities({ data, rows, columns }: Matrix, owner: string): void {
  for (let row = 0; row < rows; row++) {
    const values = data.subarray(row * columns, (row + 1) * columns);
    const sum = values.reduce((total, value) => total + value, 0);
    if (values.every((value) => value >= 0) && Math.abs(sum - 1) < TOLERANCE) continue;
    throw new AffektError(
      "bad-data",
      `${owner}: the network gives no probabilities for row ${row}; its features or the network's weights are too large`,
    );
  }
}
