import { html, type Markup } from "../markup/html.ts";
import { page } from "../markup/page.ts";
import { INFLUENCE_STYLE, influencePanels } from "../pictures/influence-picture.ts";
import { PICTURE_STYLE } from "../pictures/picture-style.ts";
import type { PicturedRecording } from "../pictures/pictured-recording.ts";
import {
  heightOf,
  NARROW,
  paletteImage,
  recordingPicture,
  WIDE,
  widthOf,
} from "../pictures/recording-picture.ts";
import type { Explanation, Influence } from "./explanation.ts";
import { bandText, explanationWords, influenceText, percentOf } from "./explanation-words.ts";

const STYLE = `
${PICTURE_STYLE}
${INFLUENCE_STYLE}
.recordings { display: block; width: 100%; height: auto; margin-top: 0.5rem; }
.narrow { display: none; }
.overline { margin: 0; color: var(--quiet); font-size: 0.9rem; }
.finding { padding: 1rem 1.25rem; border-left: 4px solid var(--accent); border-radius: 0 6px 6px 0; background: var(--panel); }
.finding p, .finding ul { max-width: none; }
.keys { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; padding: 0; list-style: none; }
.keys li::before { content: ""; display: inline-block; width: 0.75em; height: 0.75em; margin-right: 0.4em; border-radius: 2px; background: var(--mark); }
.key-for { --mark: light-dark(#1762b8, #5fa8f5); }
.key-against { --mark: light-dark(#c2410c, #f2a15f); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0 3rem; }
.bars { width: 100%; border-collapse: collapse; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
.bars th { padding: 0.25rem 0.75rem 0.25rem 0; text-align: left; font-weight: 400; white-space: nowrap; }
.bars td { padding: 0.25rem 0; text-align: right; white-space: nowrap; }
.bars td.bar { width: 60%; padding-inline: 0.5rem; }
.bars .track { display: block; position: relative; height: 0.9rem; background: linear-gradient(var(--line), var(--line)) 50% / 1px 100% no-repeat; }
.bars .value { position: absolute; inset-block: 0; border-radius: 2px; background: var(--mark); print-color-adjust: exact; }
@media screen and (max-width: 40rem) {
  .wide { display: none; }
  .narrow { display: block; }
}
`;

/**
 * An explanation as a self-contained HTML page: in words, over the recording's spectrogram, and in bars. The recording is the one that was
 * explained.
 * @throws {AffektError} as `recordingsPage`.
 */
export async function explanationPage(
  recording: PicturedRecording,
  explanation: Explanation,
): Promise<string> {
  const { emotion, probability, probabilities, bands, features, set } = explanation;
  const { panels, axis } = await influencePanels(recording, explanation);
  const palette = await paletteImage();
  const others = probabilities.filter((one) => one.emotion !== emotion).slice(0, 3);
  return page({
    title: `Why ${emotion}? ${recording.name}`,
    style: STYLE,
    body: html`<header>
        <p class="overline">${recording.name}</p>
        <h1>Why ${emotion}?</h1>
        <div class="finding">
          <p>
            The probability of <b>${emotion}</b> is ${percentOf(probability)}. Next
            ${others.length === 1 ? "is" : "are"}
            ${others.map((one) => `${one.emotion} ${percentOf(one.probability)}`).join(", ")}. The
            model goes by the features ${set}.
          </p>
          <ul>
            ${explanationWords(explanation).map((words) => html`<li>${words}</li>`)}
          </ul>
        </div>
      </header>
      <main>
        <section>
          <h2>In the recording</h2>
          <ul class="keys">
            <li class="key-for">speaks for ${emotion}</li>
            <li class="key-against">speaks against it</li>
          </ul>
          ${(
            [
              ["wide", WIDE],
              ["narrow", NARROW],
            ] as const
          ).map(
            ([name, layout]) =>
              html`<svg
                class="recordings ${name}"
                role="img"
                aria-label="Waveform, mel spectrogram with the influence of its regions, influence over time"
                viewBox="0 0 ${widthOf(layout)} ${heightOf(panels)}"
              >
                ${recordingPicture(panels, { layout, axis, palette })}
              </svg>`,
          )}
        </section>
        <section>
          <h2>By frequency and by features</h2>
          <div class="columns">
            <div>
              <h3>Frequency bands</h3>
              ${bars(bands.toReversed().map((band) => [bandText(band), band]))}
            </div>
            ${
              features.length === 0
                ? []
                : html`<div>
                    <h3>Features</h3>
                    ${bars(features.map((own) => [`${own.features} (${own.columns})`, own]))}
                  </div>`
            }
          </div>
        </section>
        <section>
          <h2>How to read this</h2>
          <ul>
            <li>
              A part of the sound is brought down to the quiet of the recording, or a group of
              features is replaced by its mean over the training. The influence is how far the
              natural log odds of ${emotion} fall. +0.7 halves the odds, +2.3 makes them a tenth.
            </li>
            <li>
              What two parts both say is found in neither: the model still hears the other one.
            </li>
            <li>
              It says what the model went by, not why the voice sounds as it does. A model that goes
              by the wrong things, such as noise, shows here.
            </li>
          </ul>
        </section>
      </main>`,
  });
}

/** Influences as bars to both sides of zero. */
function bars(rows: readonly (readonly [name: string, influence: Influence])[]): Markup {
  const largest = Math.max(...rows.map(([, own]) => Math.abs(own.influence)), Number.MIN_VALUE);
  return html`<table class="bars">
    <tbody>
      ${rows.map(([name, { influence, probability }]) => {
        const share = (50 * Math.abs(influence)) / largest;
        const left = influence > 0 ? 50 : 50 - share;
        return html`<tr title="probability without it ${percentOf(probability)}">
          <th scope="row">${name}</th>
          <td class="bar">
            <span class="track"
              ><span
                class="value ${influence > 0 ? "key-for" : "key-against"}"
                style="left: ${left.toFixed(2)}%; width: ${share.toFixed(2)}%"
              ></span
            ></span>
          </td>
          <td>${influenceText(influence)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}
