import { describe, expect, it } from "vitest";
import { modelResult } from "../../evaluation/result.fixture.ts";
import { renderTable } from "../formats/text.ts";
import { percent } from "../percent.ts";
import { comparisonTable } from "./comparison-table.ts";

const models = [
  await modelResult("mlp", "random", 0.9),
  await modelResult("mlp", "group-k"),
  await modelResult("a-long-name", "group-k"),
];

describe("comparisonTable", () => {
  const { columns, groups, notes } = comparisonTable(models);

  it("puts new speakers first and says what the random split is", () => {
    expect(groups.map(({ title }) => title)).toEqual([
      "group-k, speaker-independent: no test speaker is in training",
      "random, speaker-dependent: the same speakers in training and test",
    ]);
    expect(groups.map(({ rows }) => rows.length)).toEqual([2, 1]);
  });

  it("has a cell for each column, from the result", () => {
    const [row] = groups[0]!.rows;
    const { accuracy, uar, interval, precision, recall, f1 } = models[1]!;
    expect(row).toEqual([
      "mlp",
      "classic",
      percent(accuracy),
      `${percent(uar)} (${percent(interval.uar[0])}–${percent(interval.uar[1])})`,
      percent(precision),
      percent(recall),
      percent(f1),
      "8.0 s",
    ]);
    expect(row).toHaveLength(columns.length);
  });

  it("shows the chance level", () => {
    expect(notes[0]).toContain("chance level 25.0");
  });
});

describe("renderTable", () => {
  const lines = renderTable(comparisonTable(models)).split("\n");

  it("aligns columns", () => {
    const rows = lines.filter((line) => /^(model|mlp|a-long-name) /.test(line));
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
    const accuracyEnds = rows[0]!.indexOf("accuracy") + "accuracy".length;
    for (const row of rows.slice(1)) {
      expect(row.slice(accuracyEnds - 5, accuracyEnds + 1)).toMatch(/^ ?\d?\d\d\.\d $/);
    }
  });

  it("fits a terminal of 100 columns, apart from notes", () => {
    expect(Math.max(...lines.slice(0, -2).map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});
