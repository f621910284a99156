import { mixToMono } from "../audio/audio.ts";
import { decodeAudio } from "../audio/decode.ts";
import { readOggStream } from "../audio/ogg.ts";
import { assessClip, countClipped, peakLevel } from "../audio/level.ts";
import type { AudioInspection } from "../corpora/inspection.ts";
import { hashOfBytes, hashOfSamples } from "./content-hash.ts";

/** The input of the job `inspect`: a file's bytes, and its name for messages. */
export interface InspectInput {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/** The job `inspect`: decodes one recording and measures what a data check needs. Errors: those of `decodeAudio`. */
export async function inspect({ bytes, name }: InspectInput): Promise<AudioInspection> {
  const audio = await decodeAudio(bytes, name);
  const { format, sampleRate, channels, warnings } = audio;
  const samples = mixToMono(audio);
  const originalSampleRate = format === "ogg-opus" ? opusInputRate(bytes) : undefined;
  return {
    format,
    sampleRate,
    ...(originalSampleRate !== undefined && { originalSampleRate }),
    channels: channels.length,
    durationSeconds: samples.length / sampleRate,
    state: assessClip(samples, sampleRate),
    peakLevel: peakLevel(samples),
    clipped: channels.reduce((sum, channel) => sum + countClipped(channel), 0),
    bytesHash: hashOfBytes(bytes),
    samplesHash: hashOfSamples(samples),
    warnings,
  };
}

/** The rate that an Opus header says was encoded (RFC 7845, section 5.1); undefined where it does not say. */
function opusInputRate(bytes: Uint8Array): number | undefined {
  const [header] = readOggStream(bytes, "ogg-opus").packets;
  if (header === undefined) return undefined;
  return new DataView(header.buffer, header.byteOffset).getUint32(12, true) || undefined;
}
