import type { Table } from "../tables/table.ts";

const ESCAPED: Readonly<Record<string, string>> = {
  "\\": String.raw`\textbackslash{}`,
  "~": String.raw`\textasciitilde{}`,
  "^": String.raw`\textasciicircum{}`,
  "<": String.raw`\textless{}`,
  ">": String.raw`\textgreater{}`,
  "–": "--",
  "−": "$-$",
  "±": String.raw`$\pm$`,
  "→": String.raw`$\rightarrow$`,
  "…": String.raw`\ldots{}`,
};

/** A table in LaTeX, with the rules of the package booktabs. */
export function latexTable({ title, columns, wordColumns, groups, notes }: Table): string {
  const alignment = columns.map((_, c) => (c < wordColumns ? "l" : "r")).join("");
  const line = (cells: readonly string[]): string =>
    String.raw`    ${cells.map(escape).join(" & ")} \\`;
  return [
    String.raw`\begin{table}`,
    String.raw`  \centering`,
    String.raw`  \caption{${[title, ...notes].map((text) => escape(text.replace(/\.?$/, "."))).join(" ")}}`,
    String.raw`  \begin{tabular}{${alignment}}`,
    String.raw`    \toprule`,
    line(columns),
    ...groups.flatMap(({ title: group, rows }) => [
      String.raw`    \midrule`,
      ...(group === undefined
        ? []
        : [String.raw`    \multicolumn{${columns.length}}{l}{\textit{${escape(group)}}} \\`]),
      ...rows.map(line),
    ]),
    String.raw`    \bottomrule`,
    String.raw`  \end{tabular}`,
    String.raw`\end{table}`,
    "",
  ].join("\n");
}

function escape(text: string): string {
  return text
    .replace(/[\\~^<>–−±→…&%$#_{}]/g, (character) => ESCAPED[character] ?? `\\${character}`)
    .replace(/\s+/g, " ");
}
