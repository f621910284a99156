import * as v from "valibot";
import { assertArgument } from "../errors.ts";
import { complete } from "../options/check.ts";
import { choice, group, list, number, withDefault } from "../options/schema.ts";
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

/** The panels of a picture, in their default order from top to bottom. */
export const PANELS = ["waveform", "mel", "chroma", "pitch", "energy"] as const;

/** The name of a panel. */
export type PanelName = (typeof PANELS)[number];

// Each function returns one panel for each recording, all on one scale.
const DRAW: Readonly<
  Record<PanelName, (recordings: readonly AnalysedRecording[]) => Panel[] | Promise<Panel[]>>
> = {
  waveform: waveformPanels,
  mel: (recordings) => melPanels(recordings),
  chroma: chromaPanels,
  pitch: pitchPanels,
  energy: energyPanels,
};

/** Options of pictures of recordings. */
export const PICTURE = group({
  panels: withDefault(
    list(choice(PANELS, { text: "panel" }), {
      minLength: 1,
      maxLength: 100,
      text: "panels, from top to bottom",
    }),
    PANELS,
  ),
  fromSeconds: withDefault(number({ min: 0, text: "begin of the time axis", unit: "s" }), 0),
  toSeconds: v.optional(
    number({
      above: 0,
      text: "end of the time axis, by default that of the longest recording",
      unit: "s",
    }),
  ),
});

/** Options of `recordingsSvg` and `recordingsPage`. */
export type PictureOptions = v.InferInput<typeof PICTURE>;

/** The panels of a recording and its summary. */
export interface Figure {
  readonly summary: RecordingSummary;
  readonly panels: readonly Panel[];
}

/** The figures of recordings and their common time axis. */
export interface Figures {
  readonly figures: readonly Figure[];
  readonly axis: TimeSpan;
}

/** The shortest time axis in seconds. */
const SHORTEST_AXIS = 0.01;

/**
 * Analyses recordings.
 * @throws {AffektError} as `recordingsSvg`.
 */
export async function figuresOf(
  recordings: readonly PicturedRecording[],
  options: PictureOptions,
): Promise<Figures> {
  const { panels, fromSeconds, toSeconds = Infinity } = complete(PICTURE, options, "picture");
  assertArgument(recordings.length > 0, "picture: nothing to draw; give at least one recording");
  assertArgument(
    toSeconds > fromSeconds,
    `picture: fromSeconds must be less than toSeconds, got ${fromSeconds} and ${toSeconds}`,
  );
  const spans = recordings.map((recording) => drawnSpan(recording, fromSeconds, toSeconds));
  const lastSecond = Math.max(...spans.map(({ endSeconds }) => endSeconds));
  const endSeconds = Math.max(lastSecond, fromSeconds + SHORTEST_AXIS);
  const grid = columnGrid(endSeconds - fromSeconds, WIDE.plot);
  const analysed = recordings.map(
    (recording, i) => new AnalysedRecording(recording, spans[i]!, grid),
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
