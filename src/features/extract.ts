import { type Audio, mixToMono } from "../audio/audio.ts";
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

/** The features of a decoded recording: mixed to mono, resampled to the set's rate. */
export function extractFeatures(audio: Audio, set: FeatureSet): ClipFeatures {
  const samples = mixToMono(audio);
  return {
    vector: clipVector(resample(samples, audio.sampleRate, set.sampleRate), set),
    durationSeconds: samples.length / audio.sampleRate,
    state: assessClip(samples, audio.sampleRate),
    warnings: audio.warnings,
  };
}
