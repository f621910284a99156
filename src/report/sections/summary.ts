import type { EvaluationResult, ModelComparison, ModelResult } from "../../evaluation/result.ts";
import { AffektError } from "../../errors.ts";
import { html, type Markup } from "../../markup/html.ts";
import { calibrationInWords } from "../calibration-words.ts";
import { percent, points, withInterval } from "../percent.ts";

/** The result in words: the best score for a new speaker, how sure it is, and what goes wrong most. */
export function summary({ models, comparisons, data }: EvaluationResult): Markup {
  const [first] = models;
  if (first === undefined) {
    throw new AffektError("invalid-argument", "report: there is no model's result to show");
  }
  const honest = models.filter(({ speakerDependent }) => !speakerDependent);
  // of a test the first one is that of all emotions of the model
  const isTest = honest[0]?.protocol === "test";
  const [best, ...others] = isTest ? honest : honest.toSorted((a, b) => b.uar - a.uar);
  if (best === undefined) {
    return html`<div class="finding">
      <p>
        Nothing here says how a <em>new</em> speaker's emotions are recognised:
        ${
          first.protocol === "test"
            ? html`the model was trained with some of these speakers. Test it on others.`
            : html`training heard every test speaker's voice. Evaluate with a speaker-independent
                protocol, such as <code>group-k</code>, to know.`
        }
      </p>
    </div>`;
  }
  const [low, high] = best.interval.uar;
  return html`<div class="finding">
    <p class="headline">
      <strong>${percent(best.uar)}&nbsp;%</strong>
      <span>
        of each emotion's clips are recognised on average (unweighted average recall, UAR) by
        <b>${best.model}</b> (${best.set}, ${best.protocol}), ${audience(best)}. 95&nbsp;% interval
        over ${best.interval.over} ${percent(low)} to ${percent(high)}&nbsp;%; the chance level is
        ${percent(best.chance)}&nbsp;%.
      </span>
    </p>
    <ul>
      ${[
        ...(isTest ? restricted(others) : againstOthers(best, others, comparisons)),
        ...confusions(best),
        ...calibration(best),
        ...speakers(best),
        ...gaps(best),
        ...(data.speakers < 10 && data.speakers > 0
          ? [html`With ${data.speakers} speakers the intervals are rough.`]
          : []),
      ].map((line) => html`<li>${line}</li>`)}
    </ul>
  </div>`;
}

function audience(result: ModelResult): string {
  const { calibration } = result;
  const adapted = calibration === undefined ? "" : ` (${calibrationInWords(calibration)})`;
  return `${testedOn(result)}${adapted}`;
}

function testedOn({ protocol }: ModelResult): string {
  if (protocol === "test") return "in recordings that it was not trained on";
  if (protocol === "cross-corpus") return "in corpora that it was not trained on";
  return "for speakers whom it has never heard";
}

/** A test in which the model may only answer with the emotions that are tested. */
function restricted([shared]: readonly ModelResult[]): Markup[] {
  if (shared === undefined) return [];
  const { labels, uar, chance, interval } = shared;
  return [
    html`Where it may only answer with the ${labels.length} emotions that are tested, the UAR is
      <b>${withInterval(uar, interval.uar)}&nbsp;%</b>, the chance level is
      ${percent(chance)}&nbsp;%.`,
  ];
}

function againstOthers(
  best: ModelResult,
  others: readonly ModelResult[],
  comparisons: readonly ModelComparison[],
): Markup[] {
  const next = others.find(({ protocol }) => protocol === best.protocol);
  if (next === undefined) return [];
  const own = comparisons.find(
    ({ protocol, first, second }) =>
      protocol === best.protocol &&
      [first, second].some((name) => name.startsWith(best.model)) &&
      [first, second].some((name) => name.startsWith(next.model)),
  );
  if (own === undefined) return [];
  const sign = own.first.startsWith(best.model) ? 1 : -1;
  const isSure = own.corrected.p < 0.05;
  return [
    html`It is ${percent(sign * own.difference)} points ahead of ${next.model}:
    ${
      isSure
        ? `more than chance explains (p ${own.corrected.p < 0.001 ? "< 0.001" : `= ${own.corrected.p.toFixed(3)}`})`
        : `no more than chance may explain (p = ${own.corrected.p.toFixed(2)})`
    }.`,
  ];
}

function confusions({ labels, confusion, emotions }: ModelResult): Markup[] {
  const present = emotions.filter(({ support }) => support > 0);
  const sorted = present.toSorted((a, b) => b.recall - a.recall);
  const [easiest, hardest] = [sorted[0], sorted.at(-1)];
  if (easiest === undefined || hardest === undefined || easiest === hardest) return [];
  const t = labels.indexOf(hardest.label);
  const row = confusion[t]!;
  const wrong = row.map((count, p) => (p === t ? -1 : count));
  const mistaken = wrong.indexOf(Math.max(...wrong));
  const text =
    wrong[mistaken]! > 0 ? html`, most often mistaken for <b>${labels[mistaken]!}</b>` : html``;
  return [
    html`<b>${easiest.label}</b> is recognised best (recall ${percent(easiest.recall)}&nbsp;%),
      <b>${hardest.label}</b> worst (${percent(hardest.recall)}&nbsp;%)${text}.`,
  ];
}

function calibration({ ece, coverage, accuracy }: ModelResult): Markup[] {
  const answered = coverage.find((point) => point.coverage === 0.7);
  const trust =
    ece <= 0.05
      ? "its probabilities can be taken at their word"
      : "its probabilities are not to be taken at their word";
  return [
    html`The expected calibration error is ${percent(ece)}&nbsp;%:
    ${trust}.${
      answered === undefined
        ? ""
        : ` Where it may stay silent on the 30 % of clips of which it is least sure, accuracy goes from ${percent(accuracy)} to ${percent(answered.accuracy)} %.`
    }`,
  ];
}

function speakers({ speakers: all }: ModelResult): Markup[] {
  if (all.length < 3) return [];
  const uars = all.map(({ uar }) => uar);
  return [
    html`Speakers differ: from ${percent(Math.min(...uars))} to ${percent(Math.max(...uars))}&nbsp;%
    UAR.`,
  ];
}

/** Gaps between groups whose intervals do not hold zero. */
function gaps({ groups }: ModelResult): Markup[] {
  return groups
    .filter(({ by, gap }) => by !== "speaker" && gap.interval[0] > 0 && gap.uar >= 0.03)
    .slice(0, 3)
    .map(
      ({ by, gap }) =>
        html`By ${by === "snr" ? "signal-to-noise ratio" : by}:
          <b>${gap.best}</b> ${points(gap.uar)} points over <b>${gap.worst}</b> (interval
          ${points(gap.interval[0])} to ${points(gap.interval[1])}).`,
    );
}
