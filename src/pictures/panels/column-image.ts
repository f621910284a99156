import type { Frames } from "../../signal/frames.ts";
import { html, type Markup } from "../../markup/html.ts";
import type { AnalysedRecording } from "../analysed-recording.ts";
import { colourOf } from "../colour-map.ts";
import { pngAddress } from "../png.ts";
import type { TimeScale } from "./panel.ts";

/** An image of columns of values, with the first value of each at the bottom. */
export interface ColumnImage {
  readonly columns: number;
  readonly address: string;
}

/** An image of values, coloured from `low` to `high`; by default from dark to light. */
export async function columnImage(
  { data, count, width: rows }: Frames,
  [low, high]: readonly [number, number],
  palette?: Uint8Array,
): Promise<ColumnImage> {
  const pixels = new Uint8Array(count * rows);
  for (let c = 0; c < count; c++) {
    for (let r = 0; r < rows; r++) {
      pixels[(rows - 1 - r) * count + c] = colourOf(data[c * rows + r]!, low, high);
    }
  }
  return {
    columns: count,
    address: await pngAddress({ width: count, height: rows, pixels }, palette),
  };
}

/** An image at its place on the time axis, clipped to the recording. */
export function placeImage(
  { columns, address }: ColumnImage,
  recording: AnalysedRecording,
  {
    time,
    height,
    isSmooth,
  }: { readonly time: TimeScale; readonly height: number; readonly isSmooth: boolean },
): Markup {
  const [start, end] = [time(recording.startSeconds), time(recording.endSeconds)];
  const left = time(recording.columnStart(0));
  const right = time(recording.columnStart(columns));
  return html`<svg x="${start}" width="${end - start}" height="${height}">
    <image
      x="${left - start}"
      width="${right - left}"
      height="${height}"
      preserveAspectRatio="none"
      image-rendering="${isSmooth ? "auto" : "pixelated"}"
      href="${address}"
    />
  </svg>`;
}
