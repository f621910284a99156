import { assertArgument } from "../errors.ts";
import { AnalysedRecording } from "./analysed-recording.ts";
import { columnGrid } from "./column-grid.ts";
import { chromaPanels } from "./panels/chroma-panel.ts";
import { energyPanels } from "./panels/energy-panel.ts";
import { melPanels } from "./panels/mel-panel.ts";
import type { Panel } from "./panels/panel.ts";
import { pitchPanels } from "./panels/pitch-panel.ts";
import { waveformPanels } from "./panels/waveform-panel.ts";
import {
  drawnSpan,
  type PicturedRecording,
  type RecordingSummary,
  recordingSummary,
  type TimeSpan,
} from "./pictured-recording.ts";
import { WIDE } from "./recording-picture.ts";

/** What pictures of recordings consist of, from top to bottom unless told otherwise. */
export const PANELS = ["waveform", "mel", "chroma", "pitch", "energy"] as const;

/** A part of a picture. */
export type PanelName = (typeof PANELS)[number];

// Each draws one panel a recording, all of them on one scale.
const DRAW: Readonly<
  Record<PanelName, (recordings: readonly AnalysedRecording[]) => Panel[] | Promise<Panel[]>>
> = {
  waveform: waveformPanels,
  mel: melPanels,
  chroma: chromaPanels,
  pitch: pitchPanels,
  energy: energyPanels,
};

/** What of recordings is drawn. */
export interface PictureOptions {
  /** All by default. */
  readonly panels?: readonly PanelName[];
  /** The first second that is drawn; 0. */
  readonly fromSeconds?: number;
  /** The last one; where the longest recording ends. */
  readonly toSeconds?: number;
}

/** A recording's panels, and what is said of it. */
export interface Figure {
  readonly summary: RecordingSummary;
  readonly panels: readonly Panel[];
}

/** The recordings' figures, and the time axis that they share. */
export interface Figures {
  readonly figures: readonly Figure[];
  readonly axis: TimeSpan;
}

/** Less is not told apart on a time axis. */
const SHORTEST_AXIS = 0.01;

/** Analyses recordings. Errors: as `recordingsSvg`. */
export async function figuresOf(
  recordings: readonly PicturedRecording[],
  { panels = PANELS, fromSeconds = 0, toSeconds = Infinity }: PictureOptions,
): Promise<Figures> {
  assertArgument(
    recordings.length > 0 && panels.length > 0,
    "picture: there is nothing to draw: give one recording and one panel at least",
  );
  assertArgument(
    fromSeconds >= 0 && toSeconds > fromSeconds,
    `picture: fromSeconds must be 0 or more and less than toSeconds, got ${fromSeconds} and ${toSeconds}`,
  );
  const stretches = recordings.map((recording) => drawnSpan(recording, fromSeconds, toSeconds));
  const lastSecond = Math.max(...stretches.map(({ endSeconds }) => endSeconds));
  const endSeconds = Math.max(lastSecond, fromSeconds + SHORTEST_AXIS);
  const grid = columnGrid(endSeconds - fromSeconds, WIDE.plot);
  const analysed = recordings.map(
    (recording, i) => new AnalysedRecording(recording, stretches[i]!, grid),
  );
  const drawn: (readonly Panel[])[] = [];
  for (const panel of new Set(panels)) drawn.push(await DRAW[panel](analysed));
  return {
    axis: { startSeconds: fromSeconds, endSeconds },
    figures: recordings.map((recording, i) => ({
      summary: recordingSummary(recording),
      panels: drawn.map((panel) => panel[i]!),
    })),
  };
}
