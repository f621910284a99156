import { groupBy } from "../../group-by.ts";
import type { ModelResult } from "../../evaluation/result.ts";
import { calibrationInWords } from "../calibration-words.ts";
import { drawnOver, percent, withInterval } from "../percent.ts";
import type { Table } from "./table.ts";

/** The models that were tested on new speakers first, otherwise in the given order. */
export function speakerIndependentFirst(models: readonly ModelResult[]): ModelResult[] {
  return [...models].sort((a, b) => Number(a.speakerDependent) - Number(b.speakerDependent));
}

/** The comparison of models, a group for each protocol, speaker-independent ones first. */
export function comparisonTable(models: readonly ModelResult[]): Table {
  const byProtocol = groupBy(speakerIndependentFirst(models), ({ protocol }) => protocol);
  const chances = new Set(models.map(({ chance }) => percent(chance)));
  const seeds = Math.max(...models.map((model) => model.seeds.length));
  return {
    title: "Comparison",
    columns: [
      "model",
      "features",
      "accuracy",
      "UAR (95 %)",
      "precision",
      "recall",
      "F1",
      "training",
    ],
    wordColumns: 2,
    groups: [...byProtocol.values()].map((results) => {
      const speakerDependent = results.some((result) => result.speakerDependent);
      return {
        title: titleOf(results[0]!),
        speakerDependent,
        rows: results.map(cells),
      };
    }),
    notes: [
      `In per cent; chance level ${[...chances].join(" or ")}. UAR is the mean recall of the emotions, in brackets its 95 % interval over ${drawnOver(models)}.`,
      ...(seeds > 1
        ? [`Scores are means over ${seeds} seeds; ± is the standard deviation over seeds.`]
        : []),
      "Precision, recall and F1 are means over emotions. Training time is summed over folds.",
    ],
  };
}

function titleOf(result: ModelResult): string {
  const { protocol, calibration } = result;
  const adapted = calibration === undefined ? "" : `; ${calibrationInWords(calibration)}`;
  return `${protocol}, ${meaningOf(result)}${adapted}`;
}

function meaningOf({ protocol, speakerDependent }: ModelResult): string {
  if (protocol === "test") {
    return speakerDependent
      ? "speaker-dependent: some of the test speakers are in training"
      : "a trained model on recordings that it was not trained on";
  }
  if (speakerDependent) {
    return "speaker-dependent: the same speakers in training and test";
  }
  if (protocol === "cross-corpus") return "tested on corpora that training did not hear";
  return "speaker-independent: no test speaker is in training";
}

function cells(result: ModelResult): string[] {
  return [
    result.model,
    result.set,
    percent(result.accuracy),
    uarOf(result),
    percent(result.precision),
    percent(result.recall),
    percent(result.f1),
    result.folds.length === 0 ? "–" : `${result.seconds.training.toFixed(1)} s`,
  ];
}

/** The UAR of a result with its interval, and its spread over seeds where there are several. */
function uarOf({ uar, interval, seeds }: ModelResult): string {
  if (seeds.length < 2) return withInterval(uar, interval.uar);
  const mean = seeds.reduce((sum, seed) => sum + seed.uar, 0) / seeds.length;
  const squares = seeds.reduce((sum, seed) => sum + (seed.uar - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (seeds.length - 1));
  const [low, high] = interval.uar;
  return `${percent(uar)} ± ${percent(deviation)} (${percent(low)}–${percent(high)})`;
}
