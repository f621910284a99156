import { html, type Markup } from "../markup/html.ts";
import { percent } from "./percent.ts";
import { resultName, type EvaluationResult, type ModelResult } from "../evaluation/result.ts";

/** Warnings, and the recordings that were left out; nothing where there are none. */
export function remarks({ warnings, models, data }: EvaluationResult): Markup {
  const all = [
    ...warnings,
    ...new Set(models.flatMap((one) => one.warnings.map((text) => `${one.protocol}: ${text}`))),
  ];
  return html`${
    all.length === 0
      ? []
      : html`<section>
          <h2>To be kept in mind</h2>
          <ul class="warnings">
            ${all.map((warning) => html`<li>${warning}</li>`)}
          </ul>
        </section>`
  }
  ${
    data.leftOut.length === 0
      ? []
      : html`<details>
          <summary>Recordings left out (${data.leftOut.length})</summary>
          <ul>
            ${data.leftOut.map(({ path, reason }) => html`<li><b>${path}</b>: ${reason}</li>`)}
          </ul>
        </details>`
  }`;
}

/** What the figures mean, what they do not mean, and what they must not be used for. */
export function meaning({ data, models }: EvaluationResult): Markup {
  const chances = new Set(models.map(({ labels }) => `${percent(1 / labels.length)} %`));
  return html`<section>
    <h2>What these figures mean, and what they do not</h2>
    <ul>
      <li>
        <b>New voices.</b> In speaker-independent figures nobody is heard in both training and test:
        they are what to expect of a new voice <em>that speaks like these recordings</em>.
        Speaker-dependent figures are usually higher because the model has heard every test voice
        before; they stand here because many published ones are of this kind.
      </li>
      <li>
        <b>Guessing.</b> Naming emotions at random gets a UAR of ${[...chances].join(" or ")}.
        Accuracy also rises when a model favours frequent emotions, UAR does not.
      </li>
      <li>
        <b>Intervals</b> tell how far the figure may move with other test speakers. They do not
        cover other training speakers, another seed, or another kind of recording.
      </li>
      ${
        data.corpora.includes("ravdess")
          ? html`<li>
              <b>RAVDESS</b> is 24 professional actors who speak two sentences in North American
              English, and act each emotion on request. Human listeners name the emotion of its
              speech clips with 62.4&nbsp;% accuracy.
            </li>`
          : []
      }
      <li>
        <b>Recordings differ.</b> Acted emotions are clearer than everyday ones. Do not expect these
        figures for another language, accent, age, room or microphone; test on recordings of your
        own.
      </li>
      <li>
        <b>A name is not a feeling.</b> The model says which label a voice resembles, not what a
        person feels.
      </li>
      <li>
        <b>Use it responsibly.</b> Tell people and ask them before their voices are analysed, and
        base no decision about a person on the outcome. In the European Union, inferring emotions of
        people at work and in education is prohibited, apart from medical and safety reasons (AI
        Act, Article 5(1)(f)).
      </li>
    </ul>
  </section>`;
}

/** The settings of each result and the figures of each fold. */
export function details(models: readonly ModelResult[]): Markup {
  return html`<section>
    <h2>Settings and folds</h2>
    ${models.map(
      (result) =>
        html`<details>
          <summary>${resultName(result)}</summary>
          <div class="scroll">${settingsTable(result)}</div>
          <div class="scroll">${foldTable(result)}</div>
        </details>`,
    )}
  </section>`;
}

function settingsTable({ settings, seconds }: ModelResult): Markup {
  const rows = [
    ...Object.entries(settings).map(([name, value]) => [name, format(value)] as const),
    ["features took", `${seconds.features.toFixed(1)} s`] as const,
    ["training took, all folds", `${seconds.training.toFixed(1)} s`] as const,
  ];
  return html`<table>
    <thead>
      <tr>
        <th scope="col">setting</th>
        <th scope="col">value</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function format(value: ModelResult["settings"][string]): string {
  return typeof value === "object" ? value.join(", ") : String(value);
}

function foldTable({ folds }: ModelResult): Markup {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">fold</th>
        <th scope="col" class="words">test speakers</th>
        <th scope="col">training clips</th>
        <th scope="col">validation</th>
        <th scope="col">test</th>
        <th scope="col">accuracy</th>
        <th scope="col">UAR</th>
        <th scope="col">epochs</th>
        <th scope="col">time</th>
      </tr>
    </thead>
    <tbody>
      ${folds.map(
        ({ name, test, clips, accuracy, uar, epochs, seconds }) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td class="wrap">${test.join(" ")}</td>
            <td>${clips.train}</td>
            <td>${clips.validation}</td>
            <td>${clips.test}</td>
            <td>${percent(accuracy)}</td>
            <td>${percent(uar)}</td>
            <td>${epochs}</td>
            <td>${seconds.toFixed(1)} s</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
