import { parquetWriteBuffer } from "hyparquet-writer";
import { csvLine } from "./csv/csv-writing.ts";

/** A column of texts. */
export interface TextColumn {
  readonly name: string;
  readonly values: readonly string[];
}

/** A column of numbers. */
export interface NumberColumn {
  readonly name: string;
  readonly values: readonly number[];
}

/** Columns of equal length as a file. */
export function formatColumns(
  columns: readonly (TextColumn | NumberColumn)[],
  format: "csv" | "parquet",
): string | Uint8Array {
  if (format === "csv") {
    const rows = (columns[0]?.values ?? []).map((_, row) =>
      columns.map(({ values }) => String(values[row])),
    );
    return [columns.map(({ name }) => name), ...rows].map(csvLine).join("");
  }
  const columnData = columns.map(({ name, values }) => ({
    name,
    data: [...values],
    type: typeof values[0] === "number" ? ("DOUBLE" as const) : ("STRING" as const),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
