import { AffektError } from "../errors.ts";
import type { AudioData } from "./audio-data.ts";

/** An `AudioBuffer` of Web Audio. */
export interface AudioBufferLike {
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  getChannelData(channel: number): Float32Array;
}

/** Audio that is decoded already. */
export type DecodedAudio = AudioBufferLike | Pick<AudioData, "channels" | "sampleRate">;

/** Whether a value is audio that is decoded already. */
export function isDecoded(source: object): source is DecodedAudio {
  return "sampleRate" in source && ("getChannelData" in source || "channels" in source);
}

/**
 * Decoded audio of any form as `AudioData`.
 * @throws {AffektError} `invalid-argument` for channels that are not Float32Arrays.
 */
export function audioOf(source: DecodedAudio): AudioData {
  const { sampleRate } = source;
  if (!("getChannelData" in source)) {
    const { channels } = source;
    if (!Array.isArray(channels)) {
      throw new AffektError("invalid-argument", "channels: must be an array of Float32Arrays");
    }
    for (const samples of channels) checkFloats(samples);
    return { format: "samples", warnings: [], ...source };
  }
  const channels = Array.from({ length: source.numberOfChannels }, (_, c) =>
    source.getChannelData(c),
  );
  return { channels, sampleRate, format: "samples", warnings: [] };
}

/** @throws {AffektError} `invalid-argument` for what is no Float32Array. */
function checkFloats(samples: unknown): asserts samples is Float32Array {
  if (samples instanceof Float32Array) return;
  const kind = Object.prototype.toString.call(samples).slice(8, -1);
  throw new AffektError(
    "invalid-argument",
    `samples: must be a Float32Array with a full scale of 1, got ${kind}; of Int16Array divide each sample by 32768`,
  );
}

/** Samples beyond this are not meant to have a full scale of 1. */
const LARGEST_SAMPLE = 64;

/** @throws {AffektError} `invalid-argument` for what is no Float32Array of samples with a full scale of about 1. */
export function checkSamples(samples: unknown): void {
  checkFloats(samples);
  const bad = samples.find((sample) => !(Math.abs(sample) <= LARGEST_SAMPLE));
  if (bad === undefined) return;
  throw new AffektError(
    "invalid-argument",
    `samples: must be finite with a full scale of 1, got ${bad}; of 16-bit numbers divide each sample by 32768`,
  );
}
