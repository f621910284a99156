import type { EvaluationResult, ModelResult } from "../../evaluation/result.ts";
import { html, type Markup } from "../../markup/html.ts";

/** What was evaluated, at a glance. */
export function overview(
  models: readonly ModelResult[],
  { data }: Pick<EvaluationResult, "data">,
): Markup {
  const distinct = (of: (model: ModelResult) => string): string =>
    [...new Set(models.map(of))].join(", ");
  const emotions = Object.values(data.emotions).filter((count) => count > 0).length;
  const rows: readonly (readonly [name: string, value: string])[] = [
    ["Recordings", data.corpora.join(", ") || data.sources.join(", ")],
    ["Clips", `${data.clips}`],
    ["Speakers", data.speakers === 0 ? "not known" : `${data.speakers}`],
    ["Emotions", `${emotions}`],
    ["Protocol", distinct(({ protocol }) => protocol)],
    ["Features", distinct(({ set }) => set)],
  ];
  return html`<dl class="facts">
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
