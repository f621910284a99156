import { AffektError } from "../../errors.ts";

/** Features of clips, one clip a row: `data[row * columns + column]`. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** The layout of the rows, if they are sequences. */
  readonly sequences?: SequenceLayout;
}

/** The layout of rows that are sequences of frames, [columns / width, width] each. */
export interface SequenceLayout {
  /** The number of values of a frame. */
  readonly width: number;
  /** The number of each row's frames that are the clip's. The frames after them are padding. */
  readonly lengths: Uint32Array;
}

/**
 * A matrix from rows of one length.
 * @throws {AffektError} `invalid-argument` for rows of different lengths.
 */
export function matrixFromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * columns);
  for (const [r, row] of rows.entries()) {
    if (row.length !== columns) {
      throw new AffektError(
        "invalid-argument",
        `matrix: row ${r} has ${row.length} values where the rows before it have ${columns}`,
      );
    }
    data.set(row, r * columns);
  }
  return { data, rows: rows.length, columns };
}

/** A matrix, or one array for each row. */
export type Rows = Matrix | readonly ArrayLike<number>[];

/**
 * Rows as a matrix. A matrix is returned as it is, not copied.
 * @throws {AffektError} as `matrixFromRows`.
 */
export function toMatrix(rows: Rows): Matrix {
  return "data" in rows ? rows : matrixFromRows(rows);
}

/** A copy of the rows at the indices, in their order. */
export function selectRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const { columns, sequences } = matrix;
  const data = new Float32Array(indices.length * columns);
  for (let i = 0; i < indices.length; i++) {
    data.set(rowOf(matrix, indices[i]!), i * columns);
  }
  const selected = { data, rows: indices.length, columns };
  if (sequences === undefined) return selected;
  const lengths = Uint32Array.from(indices, (row) => sequences.lengths[row]!);
  return { ...selected, sequences: { ...sequences, lengths } };
}

/** A copy of the rows of one matrix, then those of another one with the same columns. */
export function concatRows(first: Matrix, second: Matrix): Matrix {
  const data = new Float32Array(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  const all = { data, rows: first.rows + second.rows, columns: first.columns };
  const { sequences } = first;
  if (sequences === undefined) return all;
  const lengths = new Uint32Array(all.rows);
  lengths.set(sequences.lengths);
  lengths.set(second.sequences?.lengths ?? [], first.rows);
  return { ...all, sequences: { ...sequences, lengths } };
}

/** The shape of one row: [columns], or [frames, width] of a sequence. */
export function rowShape({ columns, sequences }: Matrix): number[] {
  return sequences === undefined ? [columns] : [columns / sequences.width, sequences.width];
}

/** A view of one row. */
export function rowOf({ data, columns }: Matrix, row: number): Float32Array {
  return data.subarray(row * columns, (row + 1) * columns);
}

/** A matrix with rows and columns exchanged. */
export function transposed({ data, rows, columns }: Matrix): Matrix {
  const turned = new Float32Array(data.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) turned[c * rows + r] = data[r * columns + c]!;
  }
  return { data: turned, rows: columns, columns: rows };
}
