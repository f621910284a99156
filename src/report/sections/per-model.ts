import { resultName, type ModelResult } from "../../evaluation/result.ts";
import { html, type Markup } from "../../markup/html.ts";
import { confusionChart } from "../charts/confusion-chart.ts";
import { coverageChart } from "../charts/coverage-chart.ts";
import { EMOTION_METRICS, emotionChart } from "../charts/emotion-chart.ts";
import { importanceChart } from "../charts/importance-chart.ts";
import { learningChart } from "../charts/learning-chart.ts";
import { reliabilityChart } from "../charts/reliability-chart.ts";
import { drawnOver, percent } from "../percent.ts";
import { emotionTable } from "../tables/emotion-table.ts";
import { htmlTable } from "./html-table.ts";
import type { Section } from "./section.ts";

/** The confusion matrix of each result. */
export function confusions(models: readonly ModelResult[]): Section {
  const repeated = models.some(({ seeds }) => seeds.length > 1);
  return {
    id: "confusion",
    title: "Confusion matrix",
    body: html`<p>
        Rows are the true emotions, columns the predicted ones, numbers are
        clips${repeated ? ", counted once for each seed" : ""}. The stronger a field's colour, the
        larger its share of the row; right predictions are bold.
      </p>
      ${figures(models, (result) => confusionChart(result))}`,
  };
}

/** Precision, recall and F1 of each emotion, as a picture and in numbers. */
export function emotions(models: readonly ModelResult[]): Section {
  return {
    id: "emotions",
    title: "Scores by emotion",
    body: html`<p>
        Precision: the share of the clips predicted as an emotion that have it. Recall: the share of
        the clips that have it and are predicted so. F1: their harmonic mean.
      </p>
      <ul class="keys">
        ${EMOTION_METRICS.map(
          ({ name, sign, colour }) =>
            html`<li><span style="color: ${colour}">${sign}</span> ${name}</li>`,
        )}
      </ul>
      ${figures(
        models,
        (result) =>
          html`${emotionChart(result)}
            <details>
              <summary>Numbers</summary>
              ${htmlTable(emotionTable(result))}
            </details>`,
      )}`,
  };
}

/** Reliability diagrams and accuracy over coverage. */
export function calibration(models: readonly ModelResult[]): Section {
  return {
    id: "calibration",
    title: "Calibration and coverage",
    body: html`<p>
        Reliability diagram: accuracy of the clips in each range of confidence (the probability of
        the predicted emotion). On the dashed line probabilities can be taken at their word; below
        it the model is too sure. Grey bars are the share of clips. The expected calibration error
        is the mean distance from the line.
      </p>
      <p>
        Coverage: the accuracy where the model answers only for the share of clips of which it is
        surest, with its 95&nbsp;% interval. A model that knows when it does not know has a curve
        that falls.
      </p>
      ${figures(
        models,
        (result) =>
          html`<p class="quiet">Expected calibration error ${percent(result.ece)}&nbsp;%</p>
            ${reliabilityChart(result)} ${coverageChart(result)}`,
      )}`,
  };
}

/** The course of training; nothing where no model has one. */
export function learning(models: readonly ModelResult[]): Section[] {
  const trained = models.filter(({ folds }) => folds.some(({ epochs }) => epochs > 1));
  if (trained.length === 0) return [];
  return [
    {
      id: "learning",
      title: "Learning curves",
      body: html`<p>
          Thin lines are single folds, the strong one is their mean as long as all of them train. A
          training loss near zero beside a low score means that the model knows its training clips
          by heart.
        </p>
        ${figures(trained, learningChart)}`,
    },
  ];
}

/** The importance of features; nothing where it was not measured. */
export function importances(models: readonly ModelResult[]): Section[] {
  const measured = models.filter(({ importance }) => importance !== undefined);
  if (measured.length === 0) return [];
  return [
    {
      id: "importance",
      title: "Feature importance",
      body: html`<p>
          How much the UAR drops where a group of features is exchanged between the test clips
          (permutation importance), with 95&nbsp;% intervals over ${drawnOver(measured)}. What two
          groups both tell counts for neither of them.
        </p>
        ${figures(measured, ({ importance }) => importanceChart(importance!))}`,
    },
  ];
}

function figures(models: readonly ModelResult[], content: (result: ModelResult) => Markup): Markup {
  return html`<div class="figures">
    ${models.map(
      (result) =>
        html`<figure>
          <figcaption>
            <h3>${resultName(result)}</h3>
            <span
              >UAR ${percent(result.uar)}&nbsp;%, accuracy ${percent(result.accuracy)}&nbsp;%</span
            >
            ${
              result.speakerDependent
                ? html`<span class="badge">speaker-dependent: voices known from training</span>`
                : []
            }
          </figcaption>
          ${content(result)}
        </figure>`,
    )}
  </div>`;
}
