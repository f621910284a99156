import { html, type Markup } from "../markup/html.ts";
import { COLOURS } from "./colour-map.ts";
import type { Panel } from "./panels/panel.ts";
import type { TimeSpan } from "./pictured-recording.ts";
import { pngAddress } from "./png.ts";
import { timeTicks } from "./ticks.ts";

/** The widths of a picture's parts, in pixels. */
export interface Layout {
  /** Left of the time axis, for the ticks of the vertical axes. */
  readonly left: number;
  /** The time axis itself. */
  readonly plot: number;
  /** Right of the time axis, for the legends of colours. */
  readonly right: number;
}

/** The layout for a screen or a sheet of paper. */
export const WIDE: Layout = { left: 52, plot: 768, right: 60 };

/** The layout for a telephone held upright. */
export const NARROW: Layout = { left: 46, plot: 254, right: 50 };

/** Height above each panel, for its title, in pixels. */
const TITLE = 26;
/** Height below the last panel, for the time axis. */
const TIME_AXIS = 40;
/** Approximate distance of two ticks of the time axis in pixels. */
const TICK_DISTANCE = 50;

/** The whole width of a layout in pixels. */
export function widthOf({ left, plot, right }: Layout): number {
  return left + plot + right;
}

/** The height of a picture of panels in pixels. */
export function heightOf(panels: readonly Panel[]): number {
  return panels.reduce((sum, { height }) => sum + TITLE + height, TIME_AXIS);
}

/** The palette as an image of one column, large values at the top. */
export function paletteImage(): Promise<string> {
  const pixels = Uint8Array.from({ length: COLOURS }, (_, i) => COLOURS - 1 - i);
  return pngAddress({ width: 1, height: COLOURS, pixels });
}

/** Properties that all panels of a picture share. */
export interface Drawing {
  readonly layout: Layout;
  /** The range of the time axis. */
  readonly axis: TimeSpan;
  /** The result of `paletteImage`. */
  readonly palette: string;
}

/** The panels of a recording, one below the other over one time axis: `widthOf(layout)` by `heightOf(panels)` pixels. */
export function recordingPicture(panels: readonly Panel[], drawing: Drawing): Markup {
  const { layout, axis } = drawing;
  const span = axis.endSeconds - axis.startSeconds;
  const time = (seconds: number): number => ((seconds - axis.startSeconds) / span) * layout.plot;
  const { unit, ticks } = timeTicks(
    axis.startSeconds,
    axis.endSeconds,
    Math.floor(layout.plot / TICK_DISTANCE),
  );
  const places = ticks.map(({ value }) => time(value));
  let y = 0;
  const rows = panels.map((panel) => {
    y += TITLE;
    const row = html`<g transform="translate(${layout.left} ${y})">
      ${drawPanel(panel, drawing, places, time)}
    </g>`;
    y += panel.height;
    return row;
  });
  return html`${rows}
    <g transform="translate(${layout.left} ${y})">
      ${ticks.map(
        ({ text }, i) => html`<text class="middle" x="${round(places[i]!)}" y="16">${text}</text>`,
      )}
      <text class="middle" x="${layout.plot / 2}" y="33">Time, ${unit}</text>
    </g>`;
}

function drawPanel(
  { title, unit, height, ticks, legend, draw }: Panel,
  { layout: { plot }, palette }: Drawing,
  times: readonly number[],
  time: (seconds: number) => number,
): Markup {
  const grid = [
    ...times.map((x) => `M${round(x)} 0V${height}`),
    ...ticks.filter(({ isGrid = true }) => isGrid).map(({ value }) => `M0 ${round(value)}H${plot}`),
  ].join("");
  return html`<text class="title" y="-7">${title}<tspan class="unit" dx="6">${unit}</tspan></text>
    <rect class="panel" width="${plot}" height="${height}" />
    <path class="grid" d="${grid}" />
    <svg width="${plot}" height="${height}">${draw(time)}</svg>
    ${ticks.map(
      ({ value, text }) => html`<text class="end" x="-6" y="${round(value + 3.5)}">${text}</text>`,
    )}
    ${
      legend === undefined
        ? []
        : html`<text x="${plot + 8}" y="-7">${legend.unit}</text>
            <image
              x="${plot + 8}"
              width="8"
              height="${height}"
              preserveAspectRatio="none"
              href="${palette}"
            />
            ${legend.ticks.map(
              ({ value, text }) =>
                html`<text x="${plot + 20}" y="${round(value + 3.5)}">${text}</text>`,
            )}`
    }`;
}

function round(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
