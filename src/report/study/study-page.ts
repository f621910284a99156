import { html, type Markup } from "../../markup/html.ts";
import { page } from "../../markup/page.ts";
import { inWords } from "../../model-selection/search-result.ts";
import { colourOf, signOf } from "../charts/palette.ts";
import { percent } from "../percent.ts";
import { REPORT_STYLE } from "../report-style.ts";
import { htmlTable } from "../sections/html-table.ts";
import { contents, renderSections, type Section } from "../sections/section.ts";
import { outerInWords, winnersTable } from "../tables/study-tables.ts";
import { frontChart } from "./front-chart.ts";
import { historyChart } from "./history-chart.ts";
import { parallelCoordinates } from "./parallel-coordinates.ts";
import { meanImportance, parameterImportanceChart } from "./parameter-importance-chart.ts";
import { sliceChart } from "./slice-chart.ts";
import {
  goalsOfStudy,
  type PageTrial,
  pageTrials,
  scored,
  spaceOfStudy,
  type StudyPageData,
} from "./study-data.ts";
import { timelineChart } from "./timeline-chart.ts";
import { trialCurves } from "./trial-curves.ts";

/** The most axes of parallel coordinates. */
const AXES = 7;

/** Parameters take as many lines as they need, so that the scores beside them are seen. */
const STYLE = `
#winners td.words, #trials td.words + td.words { min-width: 14rem; white-space: normal; }
`;

/** Options of `studyPage`. */
export interface StudyPageOptions {
  /** The page loads itself again after so many seconds; default never. */
  readonly refreshSeconds?: number | undefined;
}

/** A study as one HTML page that asks for nothing from anywhere and needs no script. */
export function studyPage(data: StudyPageData, { refreshSeconds }: StudyPageOptions = {}): string {
  const trials = pageTrials(data.searches);
  const sections = sectionsOf(data, trials);
  return page({
    title: `Study: ${data.models.join(", ")}`,
    style: REPORT_STYLE + STYLE,
    ...(refreshSeconds !== undefined && { refreshSeconds }),
    body: html`<header>
        <p class="overline">Affekt study</p>
        <h1>${data.title}</h1>
        <p class="finding">${headline(data, trials)}</p>
        ${contents(sections)}
      </header>
      <main>${renderSections(sections)}</main>`,
  });
}

function headline({ models, outer }: StudyPageData, trials: readonly PageTrial[]): string {
  const complete = scored(trials).length;
  const count = `${complete} of ${trials.length} trials complete`;
  if (outer !== undefined) return `${models.join(", ")}: ${outerInWords(outer)} ${count}.`;
  const best = Math.max(...scored(trials).map(({ score }) => score));
  const soFar = complete > 0 ? `, the best inner UAR so far is ${best.toFixed(1)} %` : "";
  return `${models.join(", ")}: ${count}${soFar}. The folds are not all tested yet.`;
}

function sectionsOf(data: StudyPageData, trials: readonly PageTrial[]): Section[] {
  const { searches, best, outer } = data;
  const winners: Section = {
    id: "winners",
    title: "Winners of the folds",
    body: htmlTable(winnersTable(best, outer)),
  };
  if (scored(trials).length === 0) return [winners, trialSection(trials)];
  const space = spaceOfStudy(searches);
  const importance = meanImportance(searches).filter(([name]) => Object.hasOwn(space, name));
  const names = importance.map(([name]) => name);
  const several = Object.keys(goalsOfStudy(searches).objectives).length > 1;
  return [
    winners,
    {
      id: "history",
      title: "History",
      body: html`<p>Each mark is a complete trial, the line the best one of its search so far.</p>
        ${legend(trials)} ${historyChart(trials)}`,
    },
    ...(several ? [front(data)] : []),
    {
      id: "importance",
      title: "Importance of parameters",
      body: html`<p>
          By PED-ANOVA: how far the values of the best tenth of the trials differ from those of all,
          averaged over the searches.
        </p>
        <figure>${parameterImportanceChart(importance)}</figure>`,
    },
    {
      id: "parallel",
      title: "Parallel coordinates",
      body: html`<p>
          A line is a trial; the better its score, the stronger. The most important parameters come
          first.
        </p>
        ${parallelCoordinates(trials, space, names.slice(0, AXES))}`,
    },
    {
      id: "slices",
      title: "Slices",
      body: html`${legend(trials)}
        <div class="figures">
          ${names.map((name) => html`<figure>${sliceChart(trials, name, space[name]!)}</figure>`)}
        </div>`,
    },
    ...(data.hasCurves
      ? [
          {
            id: "curves",
            title: "Curves",
            body: html`<p>The score by epoch. Trials that were ended early are pale.</p>
              ${trialCurves(trials)}`,
          },
        ]
      : []),
    {
      id: "timeline",
      title: "Timeline of workers",
      body: html`<p>
          A row is a worker: machine, process and thread. Blue trials are complete, grey ones
          pruned, orange ones failed, green ones run.
        </p>
        ${timelineChart(trials)}`,
    },
    trialSection(trials),
  ];
}

function legend(trials: readonly PageTrial[]): Markup {
  const folds = [...new Set(trials.map(({ fold }) => fold))];
  return html`<ul class="keys">
    ${folds.map((fold, f) => html`<li><span style="color: ${colourOf(f)}">${signOf(f)}</span> fold ${fold}</li>`)}
  </ul>`;
}

function front({ searches }: StudyPageData): Section {
  return {
    id: "front",
    title: "Pareto front",
    body: html`<div class="figures">
      ${searches.map(
        (search) =>
          html`<figure>
            <figcaption><h3>Fold ${search.name}</h3></figcaption>
            ${frontChart(search)}
          </figure>`,
      )}
    </div>`,
  };
}

function trialSection(trials: readonly PageTrial[]): Section {
  const rows = trials.map(({ fold, trial }) => [
    `${fold}/${trial.number}`,
    trial.state,
    trial.error?.message ?? inWords(trial.params),
    trial.values?.["uar"] === undefined ? "" : percent(trial.values["uar"]),
    trial.seconds.toFixed(1),
  ]);
  return {
    id: "trials",
    title: "Trials",
    body: html`<details>
      <summary>All ${trials.length} trials</summary>
      ${htmlTable({
        title: "Trials",
        columns: ["trial", "state", "parameters", "inner UAR", "seconds"],
        wordColumns: 3,
        groups: [{ rows }],
        notes: [],
      })}
    </details>`,
  };
}
