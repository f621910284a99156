import type { Figure } from "./figures.ts";
import type { RecordingSummary } from "./pictured-recording.ts";

/** The text alternative of a figure. */
export function describeFigure({ summary, panels }: Figure): string {
  const shown = panels.map(({ title }) => title.toLowerCase()).join(", ");
  return `${summary.name} (${summaryText(summary)}): ${shown} over time`;
}

/** A recording in one line, apart from its name and warnings: `4.10 s · 48000 Hz · mono · flac · peak −1.7 dBFS`. */
export function summaryText({
  durationSeconds,
  sampleRate,
  channels,
  format,
  peakLevel,
}: RecordingSummary): string {
  const peak = Number.isFinite(peakLevel)
    ? `peak ${peakLevel
        .toFixed(1)
        .replace(/^-0.0$/, "0.0")
        .replace("-", "\u2212")} dBFS`
    : "digital silence";
  return [
    durationWords(durationSeconds),
    `${sampleRate} Hz`,
    ["", "mono", "stereo"][channels] ?? `${channels} channels`,
    format,
    peak,
  ]
    .map((words) => words.replaceAll(" ", "\u00a0"))
    .join(" \u00b7 ");
}

function durationWords(seconds: number): string {
  if (seconds < 0.1) return `${Number(seconds.toPrecision(2))} s`;
  if (seconds < 60) return `${seconds.toFixed(2)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const twoDigits = (value: number): string => String(value).padStart(2, "0");
  return hours > 0
    ? `${hours}:${twoDigits(minutes)}:${twoDigits(whole % 60)} h`
    : `${minutes}:${twoDigits(whole % 60)} min`;
}
