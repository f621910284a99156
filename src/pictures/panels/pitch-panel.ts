import { html, type Markup } from "../../markup/html.ts";
import type { AnalysedRecording } from "../analysed-recording.ts";
import { type PitchColumns, pitchColumns } from "../pitch-columns.ts";
import type { Tick } from "../ticks.ts";
import type { Panel, TimeScale } from "./panel.ts";
import { areaPath, linePath } from "./path.ts";

const HEIGHT = 96;
/** Height of the strip at the bottom, which shows the share of voiced frames. */
const STRIP = 14;
const GAP = 8;
const TICKS_HZ = [70, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1000];
/** The smallest distance of two ticks in pixels. */
const TICK_DISTANCE = 13;
/** The range of the axis where nothing has a pitch. */
const USUAL_HZ = [80, 400] as const;

/** The pitch of each recording by pYIN, on one logarithmic scale, and its voicing below. Silent columns have none. */
export function pitchPanels(recordings: readonly AnalysedRecording[]): Panel[] {
  const pitches = recordings.map(pitchOf);
  const y = pitchScale(pitches);
  const strip = { value: HEIGHT - STRIP / 2, text: "voiced", isGrid: false };
  const ticks = [...spacedTicks(y), strip];
  return pitches.map((pitch, i) => ({
    title: "Pitch (pYIN)",
    unit: "Hz",
    height: HEIGHT,
    ticks,
    draw: (time) => {
      const edge = (column: number): number => time(recordings[i]!.columnStart(column));
      return html`${smoothRuns(pitch).map((run) => drawRun(pitch, run, { edge, y }))}
        <path class="voicing" d="${voicingPath(pitch, edge)}" />`;
    },
  }));
}

function pitchOf({ resampled, grid, silentColumns }: AnalysedRecording): PitchColumns {
  const pitch = pitchColumns(resampled, grid);
  for (const c of silentColumns) {
    pitch.low[c] = pitch.median[c] = pitch.high[c] = NaN;
    pitch.voicing[c] = 0;
  }
  return pitch;
}

// Returns the pixel of a frequency. The axis spans at least an octave, and a semitone more than the pitches.
function pitchScale(pitches: readonly PitchColumns[]): (hz: number) => number {
  const octaves = pitches
    .flatMap(({ low, high }) => [...low, ...high])
    .filter((hz) => !Number.isNaN(hz))
    .map(Math.log2);
  const [usualLow, usualHigh] = USUAL_HZ;
  const low = octaves.reduce((a, b) => Math.min(a, b), octaves[0] ?? Math.log2(usualLow));
  const high = octaves.reduce((a, b) => Math.max(a, b), octaves[0] ?? Math.log2(usualHigh));
  const span = Math.max(1, high - low + 1 / 6);
  const top = (low + high + span) / 2;
  const height = HEIGHT - STRIP - GAP;
  return (hz) => ((top - Math.log2(hz)) / span) * height;
}

function spacedTicks(y: (hz: number) => number): Tick[] {
  const ticks: Tick[] = [];
  for (const hz of TICKS_HZ) {
    const value = y(hz);
    const below = ticks.at(-1)?.value ?? Infinity;
    const isInside = value >= 0 && value <= HEIGHT - STRIP - GAP;
    if (isInside && below - value >= TICK_DISTANCE) ticks.push({ value, text: `${hz}` });
  }
  return ticks;
}

/** The largest step of pitch that a line joins, in octaves: a third. */
const LARGEST_STEP = 4 / 12;

/** Consecutive columns whose pitches are near each other, from the first to before `to`. */
interface Run {
  readonly from: number;
  readonly to: number;
}

function smoothRuns({ median }: PitchColumns): Run[] {
  const runs: Run[] = [];
  for (let c = 0; c < median.length; c++) {
    if (Number.isNaN(median[c])) continue;
    const from = c;
    // a step from or to NaN ends the run
    while (Math.abs(Math.log2(median[c + 1]! / median[c]!)) <= LARGEST_STEP) c++;
    runs.push({ from, to: c + 1 });
  }
  return runs;
}

function drawRun(
  { low, median, high }: PitchColumns,
  { from, to }: Run,
  { edge, y }: { readonly edge: TimeScale; readonly y: (hz: number) => number },
): Markup {
  // the first column's left edge, the middles, the last column's right edge
  const places = [from, ...Array.from({ length: to - from }, (_, i) => from + i + 0.5), to];
  const points = (hz: Float64Array): [number, number][] =>
    places.map((place) => [edge(place), y(hz[Math.min(Math.floor(place), to - 1)]!)]);
  return html`<path class="quartiles" d="${areaPath(points(high), points(low))}" />
    <path class="pitch" d="${linePath(points(median))}" />`;
}

// One step for each column.
function voicingPath({ voicing }: PitchColumns, edge: TimeScale): string {
  const steps = Array.from(voicing).flatMap((share, c): [number, number][] => {
    const top = HEIGHT - share * STRIP;
    return [
      [edge(c), top],
      [edge(c + 1), top],
    ];
  });
  return areaPath(steps, [
    [edge(0), HEIGHT],
    [edge(voicing.length), HEIGHT],
  ]);
}
