import { html, type Markup } from "../markup/html.ts";
import { page } from "../markup/page.ts";
import { describeFigure, summaryText } from "./figure-text.ts";
import { type Figure, figuresOf, type PictureOptions } from "./figures.ts";
import { PICTURE_STYLE } from "./picture-style.ts";
import type { PicturedRecording } from "./pictured-recording.ts";
import {
  type Drawing,
  heightOf,
  NARROW,
  paletteImage,
  recordingPicture,
  WIDE,
  widthOf,
} from "./recording-picture.ts";

const STYLE = `
${PICTURE_STYLE}
.recordings { display: block; width: 100%; height: auto; margin-top: 1rem; break-inside: avoid; }
.narrow { display: none; }
@media screen and (max-width: 40rem) {
  .wide { display: none; }
  .narrow { display: block; }
}
`;

/**
 * The pictures of `recordingsSvg` as an HTML page for screens of any width, with a summary and the warnings of each recording. The page
 * contains no script and no audio, and loads nothing.
 * @throws {AffektError} `invalid-argument` for options out of range, `too-short` for a recording with nothing to draw, `unreadable`
 *   for samples that are not finite or too far beyond full scale.
 */
export async function recordingsPage(
  recordings: readonly PicturedRecording[],
  options: PictureOptions = {},
): Promise<string> {
  const { figures, axis } = await figuresOf(recordings, options);
  const palette = await paletteImage();
  const [first] = figures;
  const title = figures.length === 1 ? first!.summary.name : `${figures.length} recordings`;
  return page({
    title,
    style: STYLE,
    body: html`<h1>${title}</h1>
      <main>
        ${figures.map((figure) =>
          section(figure, figures.length > 1, [
            ["wide", { layout: WIDE, axis, palette }],
            ["narrow", { layout: NARROW, axis, palette }],
          ]),
        )}
      </main>
      ${notes(figures.length)}`,
  });
}

function section(
  figure: Figure,
  isNamed: boolean,
  drawings: readonly (readonly [className: string, drawing: Drawing])[],
): Markup {
  const { summary, panels } = figure;
  return html`<section>
    ${isNamed ? html`<h2>${summary.name}</h2>` : []}
    <p class="quiet">${summaryText(summary)}</p>
    ${
      summary.warnings.length === 0
        ? []
        : html`<ul class="warnings">
            ${summary.warnings.map((warning) => html`<li>${warning}</li>`)}
          </ul>`
    }
    ${drawings.map(
      ([className, drawing]) =>
        html`<svg
          class="recordings ${className}"
          role="img"
          aria-label="${describeFigure(figure)}"
          viewBox="0 0 ${widthOf(drawing.layout)} ${heightOf(panels)}"
        >
          ${recordingPicture(panels, drawing)}
        </svg>`,
    )}
  </section>`;
}

function notes(count: number): Markup {
  return html`<p class="quiet">
    ${count > 1 ? "All recordings share their axes and colours. " : ""}Mel spectrogram: decibels
    below the loudest point. Chroma: each moment's strongest pitch class is 1, silence is left dark.
    Pitch: fundamental frequency by pYIN, 65 to 1047 Hz, where it finds a voice; the strip below is
    the share of voiced frames. All is of the mix to mono, all but the waveform at 22050 Hz.
  </p>`;
}
