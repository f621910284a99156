import type { Table } from "../tables/table.ts";

/** A table in GitHub's Markdown, under a heading of the given level. Titles of groups are rows in bold type. */
export function markdownTable(
  { title, columns, wordColumns, groups, notes }: Table,
  level = 2,
): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(" | ")} |`;
  const rule = columns.map((_, c) => (c < wordColumns ? "---" : "---:"));
  return [
    `${"#".repeat(level)} ${escape(title)}`,
    "",
    line(columns),
    `| ${rule.join(" | ")} |`,
    ...groups.flatMap(({ title: group, rows }) => [
      ...(group === undefined
        ? []
        : [`| **${escape(group)}** |${" |".repeat(columns.length - 1)}`]),
      ...rows.map(line),
    ]),
    "",
    ...notes.flatMap((note) => [escape(note), ""]),
  ].join("\n");
}

function escape(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, String.raw`\$&`).replace(/\s+/g, " ");
}
