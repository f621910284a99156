import type { TableData } from "../../tables/table-data.ts";
import type { PendingRow } from "./batch-store.ts";

/** The name of a part's file. */
export function partName(number: number): string {
  return `part-${String(number).padStart(6, "0")}.parquet`;
}

/**
 * Rows as a table: `file`, `channel` (empty unless each is predicted), `start` and `end` in seconds, `emotion`, `sure` of calibrated models,
 * and the probability of each emotion.
 */
export function partTable(rows: readonly PendingRow[], labels: readonly string[]): TableData {
  const text = (name: string, of: (row: PendingRow) => string) => ({ name, values: rows.map(of) });
  const number = (name: string, of: (row: PendingRow) => number) => ({
    name,
    values: Float64Array.from(rows, of),
  });
  return {
    metadata: [
      text("file", ({ path }) => path),
      text("channel", ({ channel }) => channel),
      number("start", ({ start }) => start),
      number("end", ({ end }) => end),
      text("emotion", ({ emotion }) => emotion),
      text("sure", ({ sure }) => sure),
    ],
    columns: labels,
    rows: rows.map(({ probabilities }) => probabilities),
    isSequence: false,
  };
}
