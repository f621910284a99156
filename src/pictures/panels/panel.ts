import type { Markup } from "../../markup/html.ts";
import type { Tick } from "../ticks.ts";

/** One row of a recording's picture: something of its sound over time. */
export interface Panel {
  readonly title: string;
  /** What its vertical axis is in. */
  readonly unit: string;
  /** In pixels. */
  readonly height: number;
  /** Of the vertical axis, at pixels from the top. */
  readonly ticks: readonly PanelTick[];
  /** What the palette's colours mean, at pixels from the top. */
  readonly legend?: { readonly unit: string; readonly ticks: readonly Tick[] };
  /** What there is to see, within the width of the time axis and `height`. */
  readonly draw: (time: TimeScale) => Markup;
}

/** A tick, with a line across the panel unless it says otherwise. */
export interface PanelTick extends Tick {
  readonly isGrid?: boolean;
}

/** The pixel of a time in seconds. */
export type TimeScale = (seconds: number) => number;
