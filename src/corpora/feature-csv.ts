import { csvFormatRows } from "d3-dsv";
import { columnsOf } from "../features/sets.ts";
import type { FeatureTable } from "./feature-table.ts";
import { furtherColumns } from "./further-columns.ts";

const LEADING = ["file", "emotion", "speaker"];

/**
 * A table as CSV: `file` (path within the source), `emotion`, `speaker`, a manifest's further columns (`name_manifest` where
 * the table has a column of its own of that name), then one column a value; empty where unknown. Values have nine digits,
 * which give the same float32 back.
 */
export function formatFeatureCsv({ set, rows }: FeatureTable): string {
  const values = columnsOf(set);
  const further = furtherColumns(rows, [...LEADING, ...values]);
  const header = [...LEADING, ...further.values(), ...values];
  const body = rows.map(({ path, emotion = "", speaker = "", columns = {}, vector }) => [
    path,
    emotion,
    speaker,
    ...[...further.keys()].map((name) => columns[name] ?? ""),
    ...Array.from(vector, (value) => String(Number(value.toPrecision(9)))),
  ]);
  return `${csvFormatRows([header, ...body])}\n`;
}
