import { parseHTML } from "linkedom/worker";
import { describe, expect, it } from "vitest";
import { percent, withInterval } from "./percent.ts";
import { renderReport } from "./report.ts";
import { evaluationResult, LABELS, modelResult } from "../evaluation/result.fixture.ts";

const random = await modelResult("mlp", "random", 0.9);
const models = [
  random,
  await modelResult("mlp", "group-k"),
  await modelResult("cnn", "group-k", 0.7, 2),
];
const cnn = models[2]!;
const text = renderReport(evaluationResult(models));
const { document } = parseHTML(text);

function section(title: string) {
  const found = [...document.querySelectorAll("section")].find(
    (one) => one.querySelector("h2")?.textContent === title,
  );
  if (!found) throw new Error(`no section ${title}`);
  return found;
}

function figures(title: string) {
  return [...section(title).querySelectorAll("figure")];
}

describe("renderReport", () => {
  it("asks for nothing and runs nothing", () => {
    expect(text).not.toMatch(/https?:|@import|url\(/);
    expect(document.querySelectorAll("script, img, link, iframe, object")).toHaveLength(0);
    for (const element of document.querySelectorAll("*")) {
      for (const { name } of element.attributes) expect(name).not.toMatch(/^(src|on)/);
      expect(element.getAttribute("href") ?? "#").toMatch(/^#/);
    }
    expect(text).toContain("default-src 'none'");
  });

  it("escapes what comes from data", () => {
    expect(text).not.toContain("<script");
    expect(text).not.toContain("<img");
    expect(text).not.toContain("<b>.wav");
    expect(document.body.textContent).toContain(LABELS[3]);
    expect(document.body.textContent).toContain(`"><img src=x>&`);
    expect(document.body.textContent).toContain("recordings & more");
  });

  it("holds no failed figure", () => {
    expect(text).not.toMatch(/NaN|undefined|Infinity|\[object|null/);
  });

  it("leads with the best figure for a new speaker", () => {
    const finding = document.querySelector(".finding")!.textContent;
    expect(finding).toContain("cnn (classic, group-k)");
    expect(finding).toContain(percent(cnn.uar));
    expect(finding).not.toContain(percent(random.uar));
  });

  it("says so where nothing is about new speakers", () => {
    const alone = parseHTML(renderReport(evaluationResult([random]))).document;
    expect(alone.querySelector(".finding")!.textContent).toContain("Nothing here says");
  });

  it("compares, new speakers first", () => {
    const table = section("Comparison of models").querySelector("table")!;
    const rows = [...table.querySelectorAll("tbody tr")];
    expect(rows.map((row) => row.querySelector("th")!.textContent.trim().split(",")[0])).toEqual([
      "group-k",
      "mlp",
      "cnn",
      "random",
      "mlp",
    ]);
    expect(rows[3]!.textContent).toContain("the same speakers in training and test");
    expect(rows[2]!.textContent).toContain(percent(cnn.accuracy));
  });

  it.each(["Confusion matrix", "Scores by emotion", "Learning curves"])(
    "%s shows every model, and what is speaker-dependent",
    (title) => {
      const captions = figures(title).map((one) => one.querySelector("figcaption")!.textContent);
      expect(captions.map((caption) => caption.trim().split("\n")[0])).toEqual([
        "mlp, classic, group-k",
        "cnn, classic, group-k",
        "mlp, classic, random",
      ]);
      expect(captions.map((caption) => caption.includes("speaker-dependent"))).toEqual([
        false,
        false,
        true,
      ]);
    },
  );

  it("draws a field for each cell of a confusion matrix, with its count", () => {
    const [, figure] = figures("Confusion matrix");
    expect(figure!.querySelectorAll("rect")).toHaveLength(LABELS.length ** 2);
    const hits = [...figure!.querySelectorAll("[font-weight='700'] text")];
    expect(hits.map(({ textContent }) => Number(textContent))).toEqual(
      cnn.confusion.map((row, c) => row[c]),
    );
  });

  it("gives each emotion's figures in a table", () => {
    const [, figure] = figures("Scores by emotion");
    const rows = [...figure!.querySelectorAll("tbody tr")].map((row) =>
      [...row.children].map(({ textContent }) => textContent),
    );
    expect(rows).toEqual(
      cnn.emotions.map(({ label, precision, recall, f1, rocAuc, support, interval }) => [
        label,
        withInterval(precision, interval.precision),
        withInterval(recall, interval.recall),
        withInterval(f1, interval.f1),
        percent(rocAuc!),
        `${support}`,
      ]),
    );
  });

  it("draws a dot for each speaker", () => {
    const [independent, dependent] = figures("Scores by speaker");
    expect(independent!.querySelectorAll("circle")).toHaveLength(16);
    expect(dependent!.querySelectorAll("circle")).toHaveLength(8);
    expect(dependent!.textContent).toContain("speaker-dependent");
  });

  it("draws a curve for each fold and their mean, and validation scores where there are some", () => {
    const lines = figures("Learning curves").map((figure) =>
      [...figure.querySelectorAll("svg")].map(
        (svg) => svg.querySelectorAll("[aria-label='line'] path").length,
      ),
    );
    expect(lines).toEqual([[5], [5, 5], [4]]);
  });

  it("can be read without seeing it", () => {
    expect(document.documentElement.getAttribute("lang")).toBe("en");
    for (const svg of document.querySelectorAll("svg")) {
      const picture = svg.closest("[role=img]");
      expect(picture?.getAttribute("aria-label")?.length).toBeGreaterThan(20);
    }
    for (const heading of document.querySelectorAll("th")) {
      expect(heading.getAttribute("scope")).toMatch(/^(row|col|rowgroup)$/);
    }
  });

  it("names settings, folds, warnings, and what was left out", () => {
    const settings = section("Protocol and settings").textContent;
    for (const word of ["hiddenLayerSizes", "300", "speaker 3", "fold"]) {
      expect(settings).toContain(word);
    }
    expect(section("Warnings").textContent).toContain("two files hold the same take");
    expect(document.body.textContent).toContain("a/<b>.wav: silent");
  });

  it("says what the figures mean, and RAVDESS' part only where it was used", () => {
    const title = "How to read these scores";
    expect(section(title).textContent).toContain("Article 5(1)(f)");
    expect(section(title).textContent).not.toContain("62.4");
    const result = evaluationResult(models);
    const ravdess = renderReport({ ...result, data: { ...result.data, corpora: ["ravdess"] } });
    expect(ravdess).toContain("62.4&nbsp;% accuracy");
  });

  it("survives a training that broke down", () => {
    const folds = cnn.folds.map((fold) => ({
      ...fold,
      history: { loss: [1, Number.NaN, Infinity] },
    }));
    const broken = renderReport(evaluationResult([{ ...cnn, folds }]));
    expect(broken).not.toMatch(/NaN|Infinity/);
    const untrained = cnn.folds.map((fold) => ({ ...fold, history: { loss: [] } }));
    expect(renderReport(evaluationResult([{ ...cnn, folds: untrained }]))).not.toMatch(
      /NaN|Infinity/,
    );
  });

  it("refuses to report on nothing", () => {
    expect(() => renderReport(evaluationResult([]))).toThrow(/no model's result/);
  });
});
