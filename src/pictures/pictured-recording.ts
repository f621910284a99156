import type { AudioData } from "../audio/audio-data.ts";
import { mixToMono } from "../audio/mix.ts";
import { assessClip, peakLevel, stateReason } from "../audio/level.ts";
import { AffektError } from "../errors.ts";

/** A recording to draw, with its name in the picture. */
export interface PicturedRecording {
  readonly name: string;
  readonly audio: AudioData;
}

/** A part of a recording's time. */
export interface TimeSpan {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Properties of a recording that a picture names. */
export interface RecordingSummary {
  readonly name: string;
  readonly durationSeconds: number;
  /** In Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** The container or codec, see `Audio.format`. */
  readonly format: string;
  /** In dB relative to full scale; -Infinity for digital silence. */
  readonly peakLevel: number;
  /** Problems that the decoder found, and whether the recording is silent or too short. */
  readonly warnings: readonly string[];
}

/** Above this peak, power may exceed float32. */
const HIGHEST_PEAK_DB = 240;

/**
 * The part of a recording between two times.
 * @throws {AffektError} `too-short` where nothing is left to draw, `unreadable` for samples too far beyond full scale.
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

/** Summarises a recording. */
export function recordingSummary({ name, audio }: PicturedRecording): RecordingSummary {
  const { sampleRate, channels, format, warnings } = audio;
  const samples = mixToMono(audio);
  const state = assessClip(samples, { sampleRate });
  return {
    name,
    durationSeconds: durationOf(audio),
    sampleRate,
    channels: channels.length,
    format,
    peakLevel: peakLevel(samples),
    warnings: state === "ok" ? warnings : [...warnings, stateReason(state, warnings)],
  };
}

function durationOf({ channels, sampleRate }: AudioData): number {
  return (channels[0]?.length ?? 0) / sampleRate;
}
