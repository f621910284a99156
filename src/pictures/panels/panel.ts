import type { Markup } from "../../markup/html.ts";
import type { Tick } from "../ticks.ts";

/** One row of a recording's picture: a quantity over time. */
export interface Panel {
  readonly title: string;
  /** The unit of the vertical axis. */
  readonly unit: string;
  /** In pixels. */
  readonly height: number;
  /** Ticks of the vertical axis, in pixels from the top. */
  readonly ticks: readonly PanelTick[];
  /** Legend of the palette, with ticks in pixels from the top. */
  readonly legend?: { readonly unit: string; readonly ticks: readonly Tick[] };
  /** Draws the contents, within the width of the time axis and `height`. */
  readonly draw: (time: TimeScale) => Markup;
}

/** A tick, by default with a line across the panel. */
export interface PanelTick extends Tick {
  readonly isGrid?: boolean;
}

/** The pixel of a time in seconds. */
export type TimeScale = (seconds: number) => number;
