import { comparisonName, type CorpusScores, type ModelResult } from "../../evaluation/result.ts";
import { drawnOver, percent, withInterval } from "../percent.ts";
import type { Table } from "./table.ts";

/** The UAR of each test corpus (column) by what a model was trained on (row), a group for each model. */
export function corpusTable(models: readonly ModelResult[]): Table {
  const own = models.filter(({ corpora }) => corpora !== undefined);
  const cells = own.flatMap(({ corpora }) => corpora ?? []);
  const tested = [...new Set(cells.map(({ test }) => test))];
  return {
    title: "Across corpora",
    columns: ["trained on", "answers", ...tested],
    wordColumns: 2,
    groups: own.map((model) => ({
      title: comparisonName(model, own),
      rows: trainings(model.corpora!).flatMap((train) =>
        (["open", "shared"] as const).map((kind) => [
          kind === "open" ? train : "",
          kind === "open" ? "any" : "common",
          ...tested.map((test) => {
            const cell = model.corpora!.find((one) => nameOf(one) === train && one.test === test);
            return cell === undefined
              ? "–"
              : `${withInterval(cell[kind].uar, cell[kind].interval.uar)}, chance ${percent(cell[kind].chance)}`;
          }),
        ]),
      ),
    })),
    notes: [
      `UAR in per cent over the emotions that both sides have, with its 95 % interval over ${drawnOver(own)}. Answers: any emotion of the training, or only the common ones, the most probable of these.`,
    ],
  };
}

/** The training corpora, single ones first. */
function trainings(cells: readonly CorpusScores[]): string[] {
  const ordered = cells.toSorted((a, b) => a.train.length - b.train.length);
  return [...new Set(ordered.map(nameOf))];
}

function nameOf({ train }: CorpusScores): string {
  return train.join(" + ");
}
