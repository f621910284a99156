import { resultName, type EvaluationResult, type ModelResult } from "../../evaluation/result.ts";
import { html, type Markup } from "../../markup/html.ts";
import { calibrationInWords } from "../calibration-words.ts";
import { percent } from "../percent.ts";
import type { Table } from "../tables/table.ts";
import { htmlTable } from "./html-table.ts";
import type { Section } from "./section.ts";

/** Protocols in words. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  random:
    "three splits over clips, a quarter of each emotion for testing; the same speakers on both sides",
  loso: "leave one speaker out: each speaker is tested by a model of all others",
  "emobox-6": "the six folds of RAVDESS' actors of EmoBox (Ma et al., Interspeech 2024)",
  "luna-5": "the five folds of RAVDESS' actors of Luna-Jiménez et al. (2022)",
  fixed: "RAVDESS' actors 21 to 24 for testing, 16, 17, 19 and 20 for development",
  "group-k": "folds of speakers of about as many clips each",
  "cross-corpus": "each corpus is tested with models of all others together, and of each other one",
  test: "a trained model on other recordings",
};

/** The origin of the result and the command that reproduces it. */
export function reproduction(
  models: readonly ModelResult[],
  { provenance, version, date, seed }: EvaluationResult,
): Section {
  const seeds = [...new Set(models.flatMap((model) => model.seeds.map((own) => own.seed)))];
  const rows: readonly (readonly [name: string, value: string | Markup])[] = [
    ...[...new Set(models.map(({ protocol }) => protocol))].map(
      (protocol) => [`Protocol ${protocol}`, PROTOCOLS[protocol] ?? ""] as const,
    ),
    ...[
      ...new Set(
        models.flatMap(({ calibration }) => (calibration ? calibrationInWords(calibration) : [])),
      ),
    ].map((words) => ["Speakers", words] as const),
    ["Features", [...new Set(models.map(({ set }) => set))].join(", ")],
    ["Seeds", (seeds.length > 0 ? seeds : [seed]).join(", ")],
    ["Made", date.slice(0, 16).replace("T", " ")],
    [
      "Versions",
      [
        `Affekt ${version}`,
        ...Object.entries(provenance?.versions ?? {}).map((own) => own.join(" ")),
      ].join(", "),
    ],
    ...(provenance?.machine === undefined ? [] : [["Machine", provenance.machine] as const]),
  ];
  return {
    id: "reproduction",
    title: "Protocol and settings",
    body: html`${
        provenance?.command === undefined
          ? []
          : html`<p>This command makes the report's results again:</p>
              <pre tabindex="0"><code>${words(provenance.command)}</code></pre>`
      }
      <dl class="facts">
        ${rows.map(
          ([name, value]) =>
            html`<div class="wide">
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <p>
        Everything that learns sees training speakers only: the scaler, early stopping, the choice
        between models where one is made. Clips of the same take stay on one side of each fold; a
        guard checks each fold before it is trained.
      </p>
      ${models.map(
        (result) =>
          html`<details>
            <summary>${resultName(result)}</summary>
            ${htmlTable(settingsTable(result))}
            ${result.folds.length === 0 ? [] : htmlTable(foldTable(result))}
          </details>`,
      )}`,
  };
}

/** A command whose lines break between words only. */
function words(command: string): Markup[] {
  return command.split(" ").map((word) => html`<span>${word} </span>`);
}

function settingsTable({ settings, seconds }: ModelResult): Table {
  return {
    title: "Settings",
    columns: ["setting", "value"],
    wordColumns: 2,
    groups: [
      {
        rows: [
          ...Object.entries(settings).map(([name, value]) => [
            name,
            typeof value === "object" ? value.join(", ") : String(value),
          ]),
          ["features took", `${seconds.features.toFixed(1)} s`],
          ["training took, all folds", `${seconds.training.toFixed(1)} s`],
        ],
      },
    ],
    notes: [],
  };
}

function foldTable({ folds, seeds }: ModelResult): Table {
  const isNested = folds.some(({ inner }) => inner !== undefined);
  const isChosen = folds.some(({ chosen }) => chosen !== undefined);
  const several = seeds.length > 1;
  return {
    title: "Folds",
    columns: [
      "fold",
      "test speakers",
      ...(isChosen ? ["chosen"] : []),
      ...(several ? ["seed"] : []),
      "training clips",
      "validation",
      "test",
      "accuracy",
      "UAR",
      ...(isNested ? ["inner UAR"] : []),
      "epochs",
      "time",
    ],
    wordColumns: isChosen ? 3 : 2,
    groups: [
      {
        rows: folds.map(
          ({ name, test, chosen = "", seed, clips, accuracy, uar, inner, epochs, seconds }) => [
            name,
            test.join(" "),
            ...(isChosen ? [chosen] : []),
            ...(several ? [`${seed}`] : []),
            `${clips.train}`,
            `${clips.validation}`,
            `${clips.test}`,
            percent(accuracy),
            percent(uar),
            ...(isNested ? [inner === undefined ? "–" : percent(inner)] : []),
            `${epochs}`,
            `${seconds.toFixed(1)} s`,
          ],
        ),
      },
    ],
    notes: [],
  };
}
