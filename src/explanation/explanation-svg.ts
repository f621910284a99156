import { html, Markup } from "../markup/html.ts";
import { INFLUENCE_STYLE, influencePanels } from "../pictures/influence-picture.ts";
import { PICTURE_STYLE } from "../pictures/picture-style.ts";
import type { PicturedRecording } from "../pictures/pictured-recording.ts";
import {
  heightOf,
  paletteImage,
  recordingPicture,
  WIDE,
  widthOf,
} from "../pictures/recording-picture.ts";
import type { Explanation } from "./explanation.ts";
import { percentOf } from "./explanation-words.ts";

const HEADING = 66;
const MARGIN = 12;

/**
 * An explanation over the recording's spectrogram as a self-contained SVG: what speaks for the emotion in blue, what speaks against it in orange.
 * The recording is the one that was explained.
 * @throws {AffektError} as `recordingsSvg`.
 */
export async function explanationSvg(
  recording: PicturedRecording,
  explanation: Explanation,
): Promise<string> {
  const { panels, axis } = await influencePanels(recording, explanation);
  const { emotion, probabilities } = explanation;
  const [width, height] = [widthOf(WIDE), HEADING + heightOf(panels) + MARGIN];
  const others = probabilities
    .slice(0, 4)
    .map((one) => `${one.emotion} ${percentOf(one.probability)}`)
    .join(" \u00b7 ");
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    class="recordings"
    role="img"
    aria-label="What spoke for ${emotion} in ${recording.name}"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
  >
    <style>
      ${new Markup(PICTURE_STYLE)} ${new Markup(INFLUENCE_STYLE)}
    </style>
    <rect class="page" width="${width}" height="${height}" />
    <text class="name" x="${WIDE.left}" y="26">Why ${emotion}? ${recording.name}</text>
    <text x="${WIDE.left}" y="44">${others}</text>
    <rect class="for" x="${WIDE.left}" y="53" width="10" height="10" />
    <text x="${WIDE.left + 15}" y="62">speaks for ${emotion}</text>
    <rect class="against" x="${WIDE.left + 160}" y="53" width="10" height="10" />
    <text x="${WIDE.left + 175}" y="62">speaks against it</text>
    <g transform="translate(0 ${HEADING})">
      ${recordingPicture(panels, { layout: WIDE, axis, palette: await paletteImage() })}
    </g>
  </svg>`.text;
}
