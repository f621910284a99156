import { csvFormatRows } from "d3-dsv";
import { columnsOf } from "../features/sets.ts";
import type { FeatureTable } from "./feature-table.ts";

/**
 * A table as CSV: `file` (path within the source), `emotion`, `speaker`, a manifest's further columns, then one column a value;
 * empty where unknown. Values have nine digits, which give the same float32 back.
 */
export function formatFeatureCsv({ set, rows }: FeatureTable): string {
  const further = [...new Set(rows.flatMap(({ columns = {} }) => Object.keys(columns)))];
  const header = ["file", "emotion", "speaker", ...further, ...columnsOf(set)];
  const body = rows.map(({ path, emotion = "", speaker = "", columns = {}, vector }) => [
    path,
    emotion,
    speaker,
    ...further.map((name) => columns[name] ?? ""),
    ...Array.from(vector, (value) => String(Number(value.toPrecision(9)))),
  ]);
  return `${csvFormatRows([header, ...body])}\n`;
}
