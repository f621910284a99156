import { clipKey } from "../../evaluation/clip-key.ts";
import { bestModel, confidentErrors } from "../../evaluation/explanation/confident-errors.ts";
import { resultName, type ModelResult } from "../../evaluation/result.ts";
import { html, type Markup } from "../../markup/html.ts";
import { percent } from "../percent.ts";
import { LISTED_ERRORS, type PlayableClips } from "../playable.ts";
import type { Section } from "./section.ts";

/** The most confident errors of the best model, playable where recordings are given. */
export function errors(models: readonly ModelResult[], playable: PlayableClips): Section[] {
  const best = bestModel(models);
  const listed = best === undefined ? [] : confidentErrors(best, LISTED_ERRORS);
  if (best === undefined || listed.length === 0) return [];
  return [
    {
      id: "errors",
      title: "Most confident errors",
      body: html`<p>
          The test clips that ${resultName(best)} was surest about and got wrong. Listen to them:
          some are mistakes of the model, some ambiguous, some have the wrong label.
          ${playable.size === 0 ? "The recordings are not in this file." : "The recordings below are in this file; think of that before you pass it on."}
        </p>
        <div class="scroll" tabindex="0" role="region" aria-label="Most confident errors">
          <table>
            <thead>
              <tr>
                <th scope="col">clip</th>
                <th scope="col" class="words">speaker</th>
                <th scope="col" class="words">true</th>
                <th scope="col" class="words">predicted</th>
                ${playable.size === 0 ? [] : html`<th scope="col" class="words">recording</th>`}
              </tr>
            </thead>
            <tbody>
              ${listed.map(({ prediction: { clip, predicted }, confidence, truth }) => {
                const address = playable.get(clipKey(clip));
                return html`<tr>
                  <th scope="row" class="path">${clip.path}${timeOf(clip.startSeconds)}</th>
                  <td class="words">${clip.speakerId ?? "–"}</td>
                  <td class="words">${clip.emotion} ${percent(truth)}&nbsp;%</td>
                  <td class="words">${predicted} ${percent(confidence)}&nbsp;%</td>
                  ${
                    playable.size === 0
                      ? []
                      : html`<td class="words">
                          ${address === undefined ? "–" : player(address)}
                        </td>`
                  }
                </tr>`;
              })}
            </tbody>
          </table>
        </div>`,
    },
  ];
}

function timeOf(startSeconds: number): string {
  return startSeconds === 0 ? "" : `, from ${startSeconds.toFixed(1)} s`;
}

function player(address: string): Markup {
  return html`<audio controls preload="none" src="${address}"></audio>`;
}
