import { AffektError } from "../errors.ts";
import type { FeatureSet } from "../features/sets/set-definition.ts";
import type { CellFaults } from "./cell-faults.ts";
import { checkMetadata } from "./metadata-columns.ts";
import type { TableData } from "./table-data.ts";

/** Options of `parseTable`. */
export interface ReadTableOptions {
  /** The feature set whose columns are looked for, where the file does not say one. Default: the largest of Affekt's own that fits. */
  readonly set?: FeatureSet | undefined;
}

/** A table that was read from a file. Its features are finite, its columns in the order of their set where that is known. */
export interface ReadTable extends TableData {
  /** What a user should know about the file, a line each. */
  readonly notes: readonly string[];
}

/**
 * Completes a table that was read: checks that there are rows, the metadata, and that no cell was faulty. `name` is what messages call the file.
 * @throws {AffektError} bad-data: naming row and column
 */
export function checkTable(table: ReadTable, faults: CellFaults, name: string): ReadTable {
  if (table.rows.length === 0) {
    throw new AffektError("bad-data", `${name}: has no rows; a feature table has one row per clip`);
  }
  const metadata = checkMetadata(table.metadata, faults);
  faults.throwIfAny();
  return { ...table, metadata };
}
