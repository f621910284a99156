import { type Audio, mixToMono } from "../audio/audio.ts";
import { assessClip, peakLevel, STATE_REASONS } from "../audio/level.ts";
import { AffektError } from "../errors.ts";

/** A recording to be drawn, and what it is called in the picture. */
export interface PicturedRecording {
  readonly name: string;
  readonly audio: Audio;
}

/** From when to when a recording is drawn. */
export interface TimeSpan {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** What a picture says of a recording in words. */
export interface RecordingSummary {
  readonly name: string;
  readonly durationSeconds: number;
  /** In Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** As `Audio.format`. */
  readonly format: string;
  /** In dB relative to full scale; -Infinity for digital silence. */
  readonly peakLevel: number;
  /** What the decoder found wrong, and whether the recording is silent or too short to tell anything. */
  readonly warnings: readonly string[];
}

/** Beyond this peak power may be no finite number any more. */
const HIGHEST_PEAK_DB = 240;

/**
 * What of a recording is drawn, where all between two times is wanted. Errors: `too-short` where there is nothing to draw, `unreadable` where
 * samples are too far beyond full scale.
 */
export function drawnSpan(
  { name, audio }: PicturedRecording,
  fromSeconds = 0,
  toSeconds = Infinity,
): TimeSpan {
  const durationSeconds = durationOf(audio);
  if (durationSeconds === 0) throw new AffektError("too-short", `${name}: holds no samples`);
  if (fromSeconds >= durationSeconds) {
    throw new AffektError(
      "too-short",
      `${name}: ends after ${durationSeconds.toFixed(2)} s, nothing is left from ${fromSeconds} s on`,
    );
  }
  if (audio.channels.some((channel) => peakLevel(channel) > HIGHEST_PEAK_DB)) {
    throw new AffektError(
      "unreadable",
      `${name}: its samples are too far beyond full scale (-1 to 1) to be analysed; scale the recording`,
    );
  }
  return { startSeconds: fromSeconds, endSeconds: Math.min(toSeconds, durationSeconds) };
}

/** The facts of a recording. */
export function recordingSummary({ name, audio }: PicturedRecording): RecordingSummary {
  const { sampleRate, channels, format, warnings } = audio;
  const samples = mixToMono(audio);
  const state = assessClip(samples, sampleRate);
  return {
    name,
    durationSeconds: durationOf(audio),
    sampleRate,
    channels: channels.length,
    format,
    peakLevel: peakLevel(samples),
    warnings: state === "ok" ? warnings : [...warnings, STATE_REASONS[state]],
  };
}

function durationOf({ channels, sampleRate }: Audio): number {
  return (channels[0]?.length ?? 0) / sampleRate;
}
