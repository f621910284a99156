import { groupBy } from "../../group-by.ts";
import { resultName, type ModelResult } from "../../evaluation/result.ts";
import { html } from "../../markup/html.ts";
import { groupChart } from "../charts/group-chart.ts";
import { speakerChart } from "../charts/speaker-chart.ts";
import { drawnOver } from "../percent.ts";
import { gapText, GROUP_NAMES, groupTable } from "../tables/group-table.ts";
import { htmlTable } from "./html-table.ts";
import type { Section } from "./section.ts";

/** The differences between speakers; empty if no speaker is known. */
export function speakers(models: readonly ModelResult[]): Section[] {
  const known = models.filter((model) => model.speakers.length > 0);
  if (known.length === 0) return [];
  return [
    {
      id: "speakers",
      title: "Scores by speaker",
      body: html`<p>
          A dot is the UAR of one speaker while on the test side. The upright line is the score over
          all speakers, the band around it the 95&nbsp;% interval, the dashed line what guessing
          gets. Where dots are spread widely, a new voice may fare much better or worse than the
          mean.
        </p>
        <div class="figures">
          ${[...groupBy(known, ({ speakerDependent }) => speakerDependent)].map(
            ([speakerDependent, results]) =>
              html`<figure>
                <figcaption>
                  ${
                    speakerDependent
                      ? html`<span class="badge"
                          >speaker-dependent: voices known from training</span
                        >`
                      : html`<span>speaker-independent: voices new to the model</span>`
                  }
                </figcaption>
                ${speakerChart(results)}
              </figure>`,
          )}
        </div>`,
    },
  ];
}

/** Scores of groups of clips; nothing where nothing tells groups apart. */
export function groups(models: readonly ModelResult[]): Section[] {
  const compared = models.filter((model) => model.groups.some(({ by }) => by !== "speaker"));
  if (compared.length === 0) return [];
  return [
    {
      id: "groups",
      title: "Scores by group",
      body: html`<p>
          Whether the model serves all alike. Groups are compared by the mean recall of the emotions
          that all of them have, with 95&nbsp;% intervals over ${drawnOver(compared)}. A gap whose
          interval holds zero may be chance; of many groups the best and the worst are always some
          way apart.
        </p>
        ${compared.map(
          (result, i) =>
            html`<details ${i === 0 ? OPEN : html``}>
              <summary>${resultName(result)}</summary>
              <div class="figures">
                ${result.groups
                  .filter(({ by }) => by !== "speaker")
                  .map(
                    (comparison) =>
                      html`<figure>
                        <figcaption>
                          <h3>By ${GROUP_NAMES[comparison.by] ?? comparison.by}</h3>
                          <span>${gapText(comparison).replace(/^[^:]*: /, "")}</span>
                        </figcaption>
                        ${groupChart(comparison)}
                      </figure>`,
                  )}
              </div>
              <details>
                <summary>Numbers</summary>
                ${htmlTable(groupTable(result))}
              </details>
            </details>`,
        )}`,
    },
  ];
}

const OPEN = html`open`;
