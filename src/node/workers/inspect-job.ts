import { mixToMono } from "../../audio/mix.ts";
import { assessClip, countClipped, peakLevel } from "../../audio/level.ts";
import type { AudioInspection } from "../../corpora/check/inspection.ts";
import { contentHash } from "../../math/content-hash.ts";
import { decodeAudio } from "../decoding/open-recording.ts";

/** The input of the job `inspect`: a file's bytes, and its name for messages. */
export interface InspectInput {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/** The job `inspect`: decodes one recording and measures what a data check needs. Errors: those of `decodeAudio`. */
export async function inspect({ bytes, name }: InspectInput): Promise<AudioInspection> {
  const audio = await decodeAudio(bytes, { name });
  const { format, sampleRate, originalSampleRate, channels, warnings } = audio;
  const samples = mixToMono(audio);
  return {
    format,
    sampleRate,
    ...(originalSampleRate !== undefined && { originalSampleRate }),
    channels: channels.length,
    durationSeconds: samples.length / sampleRate,
    state: assessClip(samples, sampleRate),
    peakLevel: peakLevel(samples),
    clipped: channels.reduce((sum, channel) => sum + countClipped(channel), 0),
    bytesHash: contentHash(bytes),
    samplesHash: contentHash(samples),
    warnings,
  };
}
