import { describe, expect, it } from "vitest";
import type { Table } from "../tables/table.ts";
import { latexTable } from "./latex.ts";
import { markdownTable } from "./markdown.ts";
import { renderTable } from "./text.ts";

const table: Table = {
  title: "Models & scores",
  columns: ["model", "UAR"],
  wordColumns: 1,
  groups: [
    { title: "group_k", rows: [["a|b", "40.1 (36–43)"]] },
    { rows: [[String.raw`100% {x} \ ~ ^ <$#>`, "−1.0 ± 2.0"]] },
  ],
  notes: ["A note*"],
};

it("as text", () => {
  expect(renderTable(table)).toBe(
    [
      "model                         UAR",
      "",
      "group_k",
      "a|b                  40.1 (36–43)",
      String.raw`100% {x} \ ~ ^ <$#>    −1.0 ± 2.0`,
      "",
      "A note*",
    ].join("\n"),
  );
});

it("as Markdown", () => {
  expect(markdownTable(table)).toBe(
    [
      "## Models & scores",
      "",
      "| model | UAR |",
      "| --- | ---: |",
      String.raw`| **group\_k** | |`,
      String.raw`| a\|b | 40.1 (36–43) |`,
      String.raw`| 100% {x} \\ ~ ^ \<$\#\> | −1.0 ± 2.0 |`,
      "",
      String.raw`A note\*`,
      "",
    ].join("\n"),
  );
});

describe("as LaTeX", () => {
  const text = latexTable(table);

  it("escapes everything that has a meaning there", () => {
    expect(text).toContain(
      String.raw`100\% \{x\} \textbackslash{} \textasciitilde{} \textasciicircum{} \textless{}\$\#\textgreater{} & $-$1.0 $\pm$ 2.0 \\`,
    );
    expect(text).toContain(String.raw`\caption{Models \& scores. A note*.}`);
  });

  it("has groups with titles over all columns", () => {
    expect(text).toContain(String.raw`\multicolumn{2}{l}{\textit{group\_k}} \\`);
    expect(text).toContain(String.raw`a|b & 40.1 (36--43) \\`);
    expect(text.match(/\\midrule/g)).toHaveLength(2);
  });
});
