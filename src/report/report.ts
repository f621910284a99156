import { AffektError } from "../errors.ts";
import { html, type Markup } from "../markup/html.ts";
import { page } from "../markup/page.ts";
import { percent } from "./percent.ts";
import { comparison } from "./report-comparison.ts";
import { details, meaning, remarks } from "./report-notes.ts";
import { confusions, emotions, learning, speakers } from "./report-pictures.ts";
import { REPORT_STYLE } from "./report-style.ts";
import type { EvaluationResult, ModelResult } from "../evaluation/result.ts";
import { speakerIndependentFirst } from "./table.ts";

/**
 * An evaluation as one HTML file that asks for nothing from anywhere and needs no script: comparison, confusion
 * matrices, figures by emotion and by speaker, learning curves, settings, and what the figures mean.
 * Errors: `invalid-argument` without models.
 */
export function renderReport(result: EvaluationResult): string {
  const models = speakerIndependentFirst(result.models);
  return page({
    title: `Speech emotion recognition: ${unique(models.map(({ model }) => model))}`,
    style: REPORT_STYLE,
    version: result.version,
    body: html`<header>
        <h1>How well emotions are recognised from speech</h1>
        ${finding(models)} ${facts(result)}
      </header>
      <main>
        ${comparison(models)} ${remarks(result)} ${confusions(models)} ${emotions(models)}
        ${speakers(models)} ${learning(models)} ${meaning(result)} ${details(models)}
      </main>`,
  });
}

/** The best figure for a new speaker, in a sentence. */
function finding(models: readonly ModelResult[]): Markup {
  const [first, ...others] = models;
  if (first === undefined) {
    throw new AffektError("invalid-argument", "report: there is no model's result to show");
  }
  if (first.speakerDependent) {
    return html`<p class="finding">
      Nothing here says how a <em>new</em> speaker's emotions are recognised: training heard every
      test speaker's voice. Evaluate with a speaker-independent protocol, such as
      <code>group-k</code>, to know.
    </p>`;
  }
  const best = others
    .filter(({ speakerDependent }) => !speakerDependent)
    .reduce((a, b) => (b.uar > a.uar ? b : a), first);
  const [low, high] = best.interval.uar;
  return html`<p class="finding">
    For a speaker whom it has never heard, <b>${best.model}</b> (${best.set}, ${best.protocol})
    recognises <strong>${percent(best.uar)}&nbsp;%</strong> of each emotion's clips on average (UAR;
    95&nbsp;% interval over speakers ${percent(low)} to ${percent(high)}&nbsp;%). Guessing gets
    ${percent(1 / best.labels.length)}&nbsp;%.
  </p>`;
}

/** What was done, with what. */
function facts({ data, models, seed, date, version }: EvaluationResult): Markup {
  const emotions = Object.entries(data.emotions).map(([emotion, count]) => `${emotion} ${count}`);
  const rows: [name: string, value: string | number, wide?: "wide"][] = [
    ["Recordings", data.sources.join(", "), "wide"],
    ["Emotions and their clips", emotions.join(", "), "wide"],
    ["Clips", data.clips],
    ["Speakers", data.speakers],
    ["Left out", data.leftOut.length],
    ["Models", unique(models.map(({ model }) => model))],
    ["Features", unique(models.map(({ set }) => set))],
    ["Protocols", unique(models.map(({ protocol }) => protocol))],
    ["Seed", seed],
    ["Made", date.slice(0, 16).replace("T", " ")],
    ["By", `Affekt ${version}`],
  ];
  return html`<dl class="facts">
    ${rows.map(
      ([name, value, wide]) =>
        html`<div class="${wide ?? ""}">
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function unique(names: readonly string[]): string {
  return [...new Set(names)].join(", ");
}
