import type { EvaluationResult } from "../../evaluation/result.ts";
import { html } from "../../markup/html.ts";
import { percent } from "../percent.ts";
import type { Section } from "./section.ts";

/** Warnings about the data and the folds; nothing if there are none. */
export function warnings({ warnings: own, models }: EvaluationResult): Section[] {
  const all = [
    ...own,
    ...new Set(models.flatMap((one) => one.warnings.map((text) => `${one.protocol}: ${text}`))),
  ];
  if (all.length === 0) return [];
  return [
    {
      id: "warnings",
      title: "Warnings",
      body: html`<ul class="warnings">
        ${all.map((warning) => html`<li>${warning}</li>`)}
      </ul>`,
    },
  ];
}

/** The meaning of the scores, what they do not say, and what they must not be used for. */
export function meaning({ data, models }: EvaluationResult): Section {
  const chances = new Set(models.map(({ chance }) => `${percent(chance)} %`));
  return {
    id: "meaning",
    title: "How to read these scores",
    body: html`<ul>
      <li>
        <b>New voices.</b> In speaker-independent scores nobody is heard in both training and test:
        they are what to expect of a new voice <em>that speaks like these recordings</em>.
        Speaker-dependent scores are usually higher because the model has heard every test voice
        before; they stand here because many published ones are of this kind.
      </li>
      <li>
        <b>Guessing.</b> Naming emotions at random gets a UAR of ${[...chances].join(" or ")}.
        Accuracy also rises when a model favours frequent emotions, UAR does not.
      </li>
      <li>
        <b>Intervals</b> tell how far the score may move with other test speakers. They do not cover
        other training speakers, another seed, or another kind of recording.
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
        scores for another language, accent, age, room or microphone; test on recordings of your
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
    </ul>`,
  };
}
