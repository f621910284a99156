import { type Matrix, rowShape } from "../math/matrix.ts";
import type { Session, Tensors } from "../network/runtime/runtime.ts";

/** Rows that go through a network at once, which bounds the memory for its layers' values. */
const ROWS_AT_ONCE = 512;

/** Probabilities [rows, classes] that a session's graph gives for rows of features; `others` are its further inputs. */
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
