/**
 * Feature tables as files: CSV, NPZ, Parquet.
 *
 * @module affekt/tables
 */

export { type MetadataColumn, type TableData, tableData } from "../tables/table-data.ts";
export { formatTable, parseTable, type TableFormat } from "../tables/table-format.ts";
