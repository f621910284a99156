import { type Audio, mixToMono } from "../audio/audio.ts";
import { AffektError } from "../errors.ts";
import { assessClip, type ClipState } from "../audio/level.ts";
import { resample } from "../audio/resample.ts";
import { clipVector, type FeatureSet } from "./sets.ts";

/** What one recording gave. */
export interface ClipFeatures {
  /** One value a column of the feature set, all finite. */
  readonly vector: Float32Array;
  readonly durationSeconds: number;
  /** Whether the clip is fit to learn from; a vector is there in any case. */
  readonly state: ClipState;
  /** What the decoder found wrong without giving up. */
  readonly warnings: readonly string[];
}

/**
 * The features of a decoded recording: mixed to mono, resampled to the set's rate.
 * Errors: `unreadable` where samples are so far beyond full scale that their power is not a finite number; `name` is for the message.
 */
export function extractFeatures(audio: Audio, set: FeatureSet, name = "recording"): ClipFeatures {
  const samples = mixToMono(audio);
  const vector = clipVector(resample(samples, audio.sampleRate, set.sampleRate), set);
  if (!vector.every(Number.isFinite)) {
    throw new AffektError(
      "unreadable",
      `${name}: its samples are too far beyond full scale (-1 to 1) to have finite features; scale the recording`,
    );
  }
  return {
    vector,
    durationSeconds: samples.length / audio.sampleRate,
    state: assessClip(samples, audio.sampleRate),
    warnings: audio.warnings,
  };
}
