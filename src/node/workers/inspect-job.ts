import { mixToMono } from "../../audio/mix.ts";
import { assessClip, countClipped, peakLevel } from "../../audio/level.ts";
import type { AudioInspection } from "../../corpora/check/inspection.ts";
import { Fingerprinter } from "../../features/extraction/fingerprint.ts";
import { contentHash } from "../../math/content-hash.ts";
import { resample } from "../../audio/resample/resample.ts";
import { decodeAudio } from "../decoding/open-recording.ts";

/** The input of the job `inspect`. */
export interface InspectInput {
  readonly bytes: Uint8Array;
  /** For messages. */
  readonly name: string;
}

/** The rate at which fingerprints of recordings of different rates are comparable, in Hz. */
const FINGERPRINT_RATE = 16_000;

/** The job `inspect`: decodes one recording and measures what a data check needs. @throws those of `decodeAudio`. */
export async function inspectJob({ bytes, name }: InspectInput): Promise<AudioInspection> {
  const audio = await decodeAudio(bytes, { name });
  const { format, sampleRate, originalSampleRate, channels, warnings } = audio;
  const samples = mixToMono(audio);
  const fingerprinter = new Fingerprinter(FINGERPRINT_RATE);
  fingerprinter.push(resample(samples, { from: sampleRate, to: FINGERPRINT_RATE }));
  return {
    format,
    sampleRate,
    ...(originalSampleRate !== undefined && { originalSampleRate }),
    channels: channels.length,
    durationSeconds: samples.length / sampleRate,
    state: assessClip(samples, { sampleRate }),
    peakLevel: peakLevel(samples),
    clipped: channels.reduce((sum, channel) => sum + countClipped(channel), 0),
    bytesHash: contentHash(bytes),
    samplesHash: contentHash(samples),
    fingerprint: fingerprinter.finish(),
    warnings,
  };
}
