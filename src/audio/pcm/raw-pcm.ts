import { AffektError } from "../../errors.ts";
import type { Audio } from "../audio.ts";
import { impossibleHeader } from "../audio-fault.ts";
import { type AudioStream, collectAudio, streamAudio } from "../audio-stream.ts";
import { onePiece } from "../byte-reader.ts";
import { pcmCodec, type SampleEncoding } from "./pcm.ts";
import { decodeSampleData } from "./sample-data.ts";

/** How raw samples can be stored, in ffmpeg's words. */
export const PCM_ENCODINGS = [
  "s16le",
  "s16be",
  "u8",
  "s8",
  "s24le",
  "s24be",
  "s32le",
  "s32be",
  "f32le",
  "f32be",
  "f64le",
  "f64be",
  "alaw",
  "ulaw",
] as const;

/** What samples without a header are. */
export interface PcmOptions {
  /** In Hz, 1000 to 1 000 000. */
  readonly sampleRate: number;
  /** How each sample is stored: signed, unsigned or floating-point with its bits and byte order, or a G.711 law; default `s16le`. */
  readonly encoding?: (typeof PCM_ENCODINGS)[number];
  /** Interleaved channels, 1 to 1024; default 1. */
  readonly channels?: number;
}

/** Opens samples without a header, whose bytes come in pieces. Errors: `invalid-argument` for what no recording has, and those of the source. */
export async function openPcmStream(
  bytes: AsyncIterable<Uint8Array>,
  { sampleRate, encoding = "s16le", channels = 1 }: PcmOptions,
): Promise<AudioStream> {
  const fault = PCM_ENCODINGS.includes(encoding)
    ? impossibleHeader(sampleRate, channels)
    : `the encoding ${encoding}, only ${PCM_ENCODINGS.join(", ")}`;
  if (fault !== undefined) {
    throw new AffektError("invalid-argument", `raw PCM: there cannot be ${fault}`);
  }
  const stored = encoding.replace(/[lb]e$/u, "") as SampleEncoding;
  const codec = pcmCodec(stored, channels, encoding.endsWith("le"));
  return streamAudio(bytes, "raw PCM", (reader) =>
    decodeSampleData(
      reader,
      { format: "pcm", sampleRate, channelCount: channels },
      { codec, size: Infinity },
    ),
  );
}

/** Decodes samples without a header. Errors: `invalid-argument` for what no recording has. */
export async function decodePcm(bytes: Uint8Array, options: PcmOptions): Promise<Audio> {
  return collectAudio(await openPcmStream(onePiece(bytes), options), "raw PCM");
}
