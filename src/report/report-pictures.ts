import { confusionChart } from "./charts/confusion-chart.ts";
import { EMOTION_METRICS, emotionChart } from "./charts/emotion-chart.ts";
import { learningChart } from "./charts/learning-chart.ts";
import { speakerChart } from "./charts/speaker-chart.ts";
import { html, type Markup } from "../markup/html.ts";
import { percent } from "./percent.ts";
import type { ModelResult } from "../evaluation/result.ts";

/** What is taken for what: a matrix for each result. */
export function confusions(models: readonly ModelResult[]): Markup {
  return html`<section>
    <h2>What is taken for what</h2>
    <p>
      Rows are the true emotions, columns what the model said, numbers are clips. The stronger a
      field's colour, the larger its share of the row; right answers are bold.
    </p>
    ${figures(models, (result) => confusionChart(result))}
  </section>`;
}

/** Precision, recall and F1 of each emotion, as a picture and in figures. */
export function emotions(models: readonly ModelResult[]): Markup {
  return html`<section>
    <h2>Emotion by emotion</h2>
    <p>
      Precision is the share of the clips given an emotion's name that have it, recall the share of
      the clips having it that are given its name, F1 their harmonic mean.
    </p>
    <ul class="keys">
      ${EMOTION_METRICS.map(
        ({ name, sign, colour }) =>
          html`<li><span style="color: ${colour}">${sign}</span> ${name}</li>`,
      )}
    </ul>
    ${figures(models, (result) => html`${emotionChart(result)} ${emotionTable(result)}`)}
  </section>`;
}

/** How much speakers differ. */
export function speakers(models: readonly ModelResult[]): Markup {
  return html`<section>
    <h2>Speaker by speaker</h2>
    <p>
      A dot is the UAR of one speaker while on the test side. The upright line is the figure over
      all speakers, the band around it the 95 % interval, the dashed line what guessing gets. Where
      dots are spread widely, a new voice may fare much better or worse than the mean.
    </p>
    <div class="figures">
      ${[...Map.groupBy(models, ({ speakerDependent }) => speakerDependent)].map(
        ([speakerDependent, results]) =>
          html`<figure>
            <figcaption>${independence(speakerDependent)}</figcaption>
            ${speakerChart(results)}
          </figure>`,
      )}
    </div>
  </section>`;
}

/** The course of training. */
export function learning(models: readonly ModelResult[]): Markup {
  return html`<section>
    <h2>Learning curves</h2>
    <p>
      Thin lines are single folds, the strong one is their mean as long as all of them train. A
      training loss near zero beside a low score means that the model knows its training clips by
      heart.
    </p>
    ${figures(models, learningChart)}
  </section>`;
}

function figures(models: readonly ModelResult[], content: (result: ModelResult) => Markup): Markup {
  return html`<div class="figures">
    ${models.map(
      (result) =>
        html`<figure>
          <figcaption>
            <h3>${result.model}, ${result.set}, ${result.protocol}</h3>
            <span
              >UAR ${percent(result.uar)}&nbsp;%, accuracy ${percent(result.accuracy)}&nbsp;%</span
            >
            ${result.speakerDependent ? independence(true) : []}
          </figcaption>
          ${content(result)}
        </figure>`,
    )}
  </div>`;
}

function independence(speakerDependent: boolean): Markup {
  return speakerDependent
    ? html`<span class="badge">speaker-dependent: voices known from training</span>`
    : html`<span>speaker-independent: voices new to the model</span>`;
}

function emotionTable({ emotions: rows }: ModelResult): Markup {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">emotion</th>
          <th scope="col">precision</th>
          <th scope="col">recall</th>
          <th scope="col">F1</th>
          <th scope="col">clips</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ label, precision, recall, f1, support }) =>
            html`<tr>
              <th scope="row">${label}</th>
              <td>${percent(precision)}</td>
              <td>${percent(recall)}</td>
              <td>${percent(f1)}</td>
              <td>${support}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
