import type { EvaluationResult } from "../evaluation/result.ts";
import { html } from "../markup/html.ts";
import { page } from "../markup/page.ts";
import type { PlayableClips } from "./playable.ts";
import { REPORT_STYLE } from "./report-style.ts";
import { comparison, corpora } from "./sections/comparison.ts";
import { data } from "./sections/data.ts";
import { errors } from "./sections/errors.ts";
import { map } from "./sections/map.ts";
import { meaning, warnings } from "./sections/meaning.ts";
import { overview } from "./sections/overview.ts";
import { calibration, confusions, emotions, importances, learning } from "./sections/per-model.ts";
import { reproduction } from "./sections/reproduction.ts";
import { contents, renderSections } from "./sections/section.ts";
import { groups, speakers } from "./sections/speakers.ts";
import { summary } from "./sections/summary.ts";
import { speakerIndependentFirst } from "./tables/comparison-table.ts";

/** Options of `renderReport`. */
export interface ReportOptions {
  /** Recordings of clips, as `data:` addresses by `clipKey`, which the list of errors plays. Default: none. */
  readonly playable?: PlayableClips;
}

/**
 * An evaluation as one HTML file that asks for nothing from anywhere and needs no script.
 * @throws {AffektError} `invalid-argument` without models.
 */
export function renderReport(
  result: EvaluationResult,
  { playable = new Map() }: ReportOptions = {},
): string {
  const models = speakerIndependentFirst(result.models);
  const sections = [
    ...warnings(result),
    comparison(models, result),
    ...corpora(models),
    confusions(models),
    emotions(models),
    calibration(models),
    ...speakers(models),
    ...groups(models),
    ...importances(models),
    ...map(result),
    ...errors(models, playable),
    ...learning(models),
    data(result),
    reproduction(models, result),
    meaning(result),
  ];
  // a test has its model twice: with all emotions, and with those that are tested
  const named = models[0]?.protocol === "test" ? models.slice(0, 1) : models;
  const names = [...new Set(named.map(({ model }) => model))].join(", ");
  return page({
    title: `Speech emotion recognition: ${names}`,
    style: REPORT_STYLE,
    version: result.version,
    playsAudio: playable.size > 0,
    body: html`<header>
        <p class="overline">Affekt evaluation report</p>
        <h1>Speech emotion recognition: ${names}</h1>
        ${summary({ ...result, models })} ${overview(models, result)} ${contents(sections)}
      </header>
      <main>${renderSections(sections)}</main>`,
  });
}
