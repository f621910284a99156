import { AnalysedRecording } from "./analysed-recording.ts";
import { columnGrid } from "./column-grid.ts";
import {
  regionPanel,
  type RegionInfluence,
  type StretchInfluence,
  stretchPanel,
} from "./panels/influence-panels.ts";
import type { Panel } from "./panels/panel.ts";
import { waveformPanels } from "./panels/waveform-panel.ts";
import { drawnSpan, type PicturedRecording, type TimeSpan } from "./pictured-recording.ts";
import { WIDE } from "./recording-picture.ts";

/** The CSS rules of influences, beside those of all pictures. */
export const INFLUENCE_STYLE = `
.recordings .for { fill: #1762b8; }
.recordings .against { fill: #c2410c; }
.recordings .zero { fill: none; stroke: #566170; stroke-width: 1; }
@media screen and (prefers-color-scheme: dark) {
  .recordings .greys { filter: invert(1) hue-rotate(180deg); }
  .recordings .for { fill: #5fa8f5; }
  .recordings .against { fill: #f2a15f; }
  .recordings .zero { stroke: #a3aebb; }
}
`;

/** Panels of what had an influence on something, over a recording, and their time axis. */
export interface InfluencePanels {
  readonly panels: readonly Panel[];
  readonly axis: TimeSpan;
}

/**
 * The waveform of a recording, its mel spectrogram in grey with the influence of regions in colour, and the influence of stretches of time.
 * @throws {AffektError} as `recordingsSvg`.
 */
export async function influencePanels(
  recording: PicturedRecording,
  {
    times,
    regions,
  }: {
    readonly times: readonly StretchInfluence[];
    readonly regions: readonly RegionInfluence[];
  },
): Promise<InfluencePanels> {
  const axis = drawnSpan(recording);
  const grid = columnGrid(axis.endSeconds - axis.startSeconds, WIDE.plot);
  const analysed = new AnalysedRecording(recording, axis, grid);
  return {
    axis,
    panels: [
      ...waveformPanels([analysed]),
      await regionPanel(analysed, regions),
      stretchPanel(times),
    ],
  };
}
