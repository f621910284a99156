import * as v from "valibot";
import { AffektError } from "../errors.ts";
import type { FeatureSet, FeatureSetDefinition } from "../features/sets/definition.ts";
import { described, group, text } from "../options/schema.ts";
import type { CellFaults } from "./cell-faults.ts";
import { checkMetadata } from "./metadata-columns.ts";
import type { TableData } from "./table-data.ts";

/** The options of `parseTable`. */
export const READ_OPTIONS = group({
  name: v.optional(text({ text: "what messages call the file" }), "table"),
  set: v.optional(
    described(
      v.custom<string | FeatureSetDefinition>(
        (set) => typeof set === "string" || (typeof set === "object" && set !== null),
      ),
      { text: "feature set whose columns are looked for, where the file does not say one" },
      "the name of a feature set or its definition",
    ),
  ),
});

/** Options of `parseTable`. */
export type ReadTableOptions = v.InferInput<typeof READ_OPTIONS>;

/** Options of a format's reader. */
export interface ReadContext {
  /** The name of the file for messages. */
  readonly name: string;
  /** The feature set that the user asked for. */
  readonly wanted?: FeatureSet | undefined;
}

/** A table that was read from a file. Its features are finite, its columns in the order of their set where that is known. */
export interface ReadTable extends TableData {
  /** Notes for the user about the file, one line each. */
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
