import { AffektError } from "../errors.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import { CellFaults, rowName } from "./cell-faults.ts";
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

/** Collects the rows of a file. */
export interface TableContent extends TableData {
  readonly notes?: readonly string[];
  readonly rowName?: ((row: number) => string) | undefined;
  /** Cells that are no features. */
  readonly faults?: CellFaults;
}

/**
 * Checks what a format has read: that there are rows, that no cell was faulty, and the metadata. `name` is what messages call the file.
 * @throws {AffektError} bad-data: naming row and column
 */
export function checkTable(content: TableContent, name: string): ReadTable {
  const { notes = [], rowName: nameOf = rowName, faults = new CellFaults(name, nameOf) } = content;
  if (content.rows.length === 0) {
    throw new AffektError("bad-data", `${name}: has no rows; a feature table has one row per clip`);
  }
  const { columns, rows, isSequence, set } = content;
  const metadata = checkMetadata(content.metadata, faults);
  faults.throwIfAny();
  return { metadata, columns, rows, isSequence, notes, ...(set && { set }) };
}
