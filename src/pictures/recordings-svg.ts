import { html, Markup } from "../markup/html.ts";
import { describeFigure, summaryText } from "./figure-text.ts";
import { type Figure, figuresOf, type PictureOptions } from "./figures.ts";
import { PICTURE_STYLE } from "./picture-style.ts";
import type { PicturedRecording } from "./pictured-recording.ts";
import { heightOf, paletteImage, recordingPicture, WIDE, widthOf } from "./recording-picture.ts";

const MARGIN = 12;
const NAME = 18;
const LINE = 16;
const SPACE = 22;
/** Approximate number of characters that fit a line. */
const MAX_CHARACTERS = { name: 90, line: 140 };

/**
 * Recordings one below the other on one time axis, as a self-contained SVG: waveform, mel spectrogram, chroma, pitch and energy of each,
 * on common scales. It follows the system's light or dark theme and takes 100 to 250 kB a recording, whatever its length.
 * @throws {AffektError} `invalid-argument` for options out of range, `too-short` for a recording with nothing to draw, `unreadable`
 *   for samples that are not finite or too far beyond full scale.
 */
export async function recordingsSvg(
  recordings: readonly PicturedRecording[],
  options: PictureOptions = {},
): Promise<string> {
  const { figures, axis } = await figuresOf(recordings, options);
  const drawing = { layout: WIDE, axis, palette: await paletteImage() };
  let y = MARGIN;
  const blocks = figures.map((figure) => {
    const heading = headingOf(figure);
    const block = html`<g transform="translate(0 ${y})">${heading.markup}</g>
      <g transform="translate(0 ${y + heading.height})">
        ${recordingPicture(figure.panels, drawing)}
      </g>`;
    y += heading.height + heightOf(figure.panels) + SPACE;
    return block;
  });
  const [width, height] = [widthOf(WIDE), y - SPACE + MARGIN];
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    class="recordings"
    role="img"
    aria-label="${figures.map(describeFigure).join("; ")}"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
  >
    <style>
      ${new Markup(PICTURE_STYLE)}
    </style>
    <rect class="page" width="${width}" height="${height}" />
    ${blocks}
  </svg>`.text;
}

function headingOf({ summary }: Figure): { markup: Markup; height: number } {
  const lines = [summaryText(summary), ...summary.warnings.map((warning) => `warning: ${warning}`)];
  return {
    markup: html`<text class="name" x="${WIDE.left}" y="${NAME - 4}">
        ${shorten(summary.name, MAX_CHARACTERS.name)}
      </text>
      ${lines.map(
        (line, i) =>
          html`<text
            class="${i === 0 ? "summary" : "warning"}"
            x="${WIDE.left}"
            y="${NAME + (i + 1) * LINE - 4}"
          >
            ${shorten(line, MAX_CHARACTERS.line)}
          </text>`,
      )}`,
    height: NAME + lines.length * LINE,
  };
}

/** Replaces the middle of long text by an ellipsis. */
function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const half = Math.floor((length - 1) / 2);
  return `${text.slice(0, half)}\u2026${text.slice(-half)}`;
}
