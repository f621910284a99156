import * as v from "valibot";
import { AffektError } from "../../errors.ts";
import { complete } from "../../options/check.ts";
import { choice, flag, group, integer, withDefault } from "../../options/schema.ts";
import type { AudioData } from "../audio-data.ts";
import { MAX_CHANNELS, MAX_SAMPLE_RATE, MIN_SAMPLE_RATE } from "../audio-fault.ts";
import { describeContainer } from "../audio-format.ts";
import { type AudioStream, collectAudio, streamAudio } from "../audio-stream.ts";
import { type ByteReader, onePiece } from "../byte-reader.ts";
import { openFormat } from "../decode.ts";
import { pcmCodec, type SampleEncoding } from "./pcm.ts";
import { decodeSampleData } from "./sample-data.ts";

/** Encodings of raw samples, by ffmpeg's names. */
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

/** The schema of `PcmOptions`. */
export const pcmOptions = group({
  sampleRate: integer({
    text: "sample rate of raw samples without a header",
    unit: "Hz",
    min: MIN_SAMPLE_RATE,
    max: MAX_SAMPLE_RATE,
  }),
  encoding: withDefault(
    choice(PCM_ENCODINGS, {
      text: "encoding of a raw sample: signed, unsigned or floating point with bits and byte order, or a G.711 law",
    }),
    "s16le",
  ),
  channels: withDefault(
    integer({ text: "interleaved channels of raw samples", min: 1, max: MAX_CHANNELS }),
    1,
  ),
  raw: withDefault(
    flag({ text: "decode input as raw samples even where it begins like a file with a header" }),
    false,
  ),
});

/** Describes samples without a header. */
export type PcmOptions = v.InferInput<typeof pcmOptions>;

/** Options of `openPcmStream` and `decodePcm`; `name` is for messages. */
export type PcmSourceOptions = PcmOptions & { readonly name?: string };

/**
 * Opens samples without a header, whose bytes come in pieces.
 * @throws {AffektError} `invalid-argument` for options out of range, and for input with a header of its own unless `raw` is set;
 * the errors of the source.
 */
export async function openPcmStream(
  bytes: AsyncIterable<Uint8Array>,
  { name = "raw PCM", ...options }: PcmSourceOptions,
): Promise<AudioStream> {
  const { sampleRate, encoding, channels, raw } = complete(pcmOptions, options, "raw PCM");
  const stored = encoding.replace(/[lb]e$/u, "") as SampleEncoding;
  const codec = pcmCodec(stored, channels, encoding.endsWith("le"));
  return streamAudio(bytes, name, async (reader) => {
    if (!raw) await refuseContainer(reader, name);
    return decodeSampleData(
      reader,
      { format: "pcm", sampleRate, channelCount: channels },
      { codec, size: Infinity },
    );
  });
}

/**
 * Decodes samples without a header.
 * @throws {AffektError} `invalid-argument`, as `openPcmStream`.
 */
export async function decodePcm(bytes: Uint8Array, options: PcmSourceOptions): Promise<AudioData> {
  return collectAudio(await openPcmStream(onePiece(bytes), options));
}

/** Refuses input that has a header, which says more than the options do. */
async function refuseContainer(reader: ByteReader, name: string): Promise<void> {
  const container = await describeContainer(reader);
  if (container === undefined) return;
  const opened = await openFormat(reader, name).catch(() => undefined);
  const facts =
    opened === undefined
      ? ""
      : ` with ${opened.sampleRate} Hz and ${opened.channelCount} ${opened.channelCount === 1 ? "channel" : "channels"} in its header`;
  throw new AffektError(
    "invalid-argument",
    `${name}: is not raw PCM but ${container}${facts}; leave out the rate (--rate), or set raw: true (--raw) if the samples only look like a header`,
  );
}
