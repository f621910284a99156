import type { Table } from "../tables/table.ts";

/** A table as lines of aligned text, without a line break at the end. */
export function renderTable({ columns, wordColumns, groups, notes }: Table): string {
  const rows = [columns, ...groups.flatMap((group) => group.rows)];
  const widths = columns.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, c) => (c < wordColumns ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join("  ");
  return [
    line(columns),
    ...groups.flatMap(({ title, rows: own }) => [
      ...(title === undefined ? [] : ["", title]),
      ...own.map(line),
    ]),
    "",
    ...notes,
  ].join("\n");
}
