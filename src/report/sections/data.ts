import type { DataSummary, EvaluationResult, Spread } from "../../evaluation/result.ts";
import { html, type Markup } from "../../markup/html.ts";
import type { Table } from "../tables/table.ts";
import { htmlTable } from "./html-table.ts";
import type { Section } from "./section.ts";

/** The training and test data, and their problems. */
export function data({ data: summary }: EvaluationResult): Section {
  const { notes, leftOut } = summary;
  return {
    id: "data",
    title: "Data",
    body: html`${facts(summary)} ${htmlTable(partsTable(summary))}
    ${
      notes.length === 0
        ? []
        : html`<h3>Checks</h3>
            <ul>
              ${notes.map((note) => html`<li>${note}</li>`)}
            </ul>`
    }
    ${
      leftOut.length === 0
        ? []
        : html`<details>
            <summary>Recordings left out (${leftOut.length})</summary>
            <ul>
              ${leftOut.map(({ path, reason }) => html`<li><b>${path}</b>: ${reason}</li>`)}
            </ul>
          </details>`
    }`,
  };
}

function facts({ sources, clips, speakers, duration, snr, leftOut }: DataSummary): Markup {
  const minutes = duration.total / 60;
  const rows: readonly [name: string, value: string][] = [
    ["Sources", sources.join(", ")],
    ["Clips", `${clips}`],
    ["Speakers", speakers === 0 ? "not known" : `${speakers}`],
    [
      "Length in all",
      minutes < 120 ? `${minutes.toFixed(0)} minutes` : `${(minutes / 60).toFixed(1)} hours`,
    ],
    ["Length of a clip", range(duration, "s", 1)],
    ...(snr === undefined
      ? []
      : [["Signal-to-noise ratio, estimated", range(snr, "dB", 0)] as [string, string]]),
    ["Left out", `${leftOut.length}`],
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

function range({ min, median, max }: Spread, unit: string, digits: number): string {
  return `${min.toFixed(digits)} to ${max.toFixed(digits)} ${unit}, median ${median.toFixed(digits)}`;
}

function partsTable({ parts, emotions }: DataSummary): Table {
  const labels = Object.keys(emotions);
  return {
    title: "Clips by corpus and emotion",
    columns: ["corpus", "language", "speakers", "women", "men", "clips", ...labels],
    wordColumns: 2,
    groups: [
      {
        rows: parts.map(({ name, languages, speakers, women, men, clips, emotions: own }) => [
          name,
          languages.join(", ") || "–",
          `${speakers}`,
          `${women}`,
          `${men}`,
          `${clips}`,
          ...labels.map((label) => `${own[label] ?? 0}`),
        ]),
      },
    ],
    notes: [],
  };
}
