import type { TableData } from "../../tables/table-data.ts";
import type { PendingRow } from "./batch-store.ts";

/** The name of a part's file. */
export function partName(number: number): string {
  return `part-${String(number).padStart(6, "0")}.parquet`;
}

/**
 * Rows as a table: `file`, `channel` (empty unless each is predicted), `start` and `end` in seconds, `emotion`, `sure` of calibrated models,
 * and the probability of each emotion. Takes one row at a time, since as objects they are many times larger.
 */
export function partTable(
  rows: Iterable<PendingRow>,
  { count, labels }: { readonly count: number; readonly labels: readonly string[] },
): TableData {
  const texts = { file: [], channel: [], emotion: [], sure: [] } as Record<string, string[]>;
  const start = new Float64Array(count);
  const end = new Float64Array(count);
  const width = labels.length;
  const probabilities = new Float32Array(count * width);
  let at = 0;
  for (const row of rows) {
    texts["file"]!.push(row.path);
    texts["channel"]!.push(row.channel);
    texts["emotion"]!.push(row.emotion);
    texts["sure"]!.push(row.sure);
    start[at] = row.start;
    end[at] = row.end;
    probabilities.set(row.probabilities, at * width);
    at++;
  }
  const text = (name: string) => ({ name, values: texts[name]! });
  return {
    metadata: [
      text("file"),
      text("channel"),
      { name: "start", values: start },
      { name: "end", values: end },
      text("emotion"),
      text("sure"),
    ],
    columns: labels,
    rows: Array.from({ length: count }, (_, i) =>
      probabilities.subarray(i * width, (i + 1) * width),
    ),
    isSequence: false,
  };
}
