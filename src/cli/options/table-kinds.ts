import type { OutputKind } from "../../node/files/output-check.ts";
import type { TableFormat } from "../../tables/table-format.ts";

/** The kind of file that each format of tables is. */
export const TABLE_KINDS: Readonly<Record<TableFormat, OutputKind>> = {
  csv: "a CSV table",
  npz: "an NPZ table",
  parquet: "a Parquet table",
};
