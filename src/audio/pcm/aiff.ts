import { checkHeader, unreadableAudio, unsupportedAudio } from "../audio-fault.ts";
import type { ByteReader } from "../byte-reader.ts";
import { fourCharacters, viewOf } from "../bytes.ts";
import { ChunkReader } from "../chunks.ts";
import type { Decoding } from "../decoding.ts";
import { ima4Codec } from "./ima-adpcm.ts";
import { pcmCodec, type SampleEncoding } from "./pcm.ts";
import type { SampleCodec } from "./sample-codec.ts";
import { decodeSampleData } from "./sample-data.ts";

const INTEGERS: readonly (SampleEncoding | undefined)[] = [undefined, "s8", "s16", "s24", "s32"];

const OTHER_ENCODINGS: Readonly<Record<string, SampleEncoding>> = {
  fl32: "f32",
  FL32: "f32",
  fl64: "f64",
  FL64: "f64",
  ulaw: "ulaw",
  ULAW: "ulaw",
  alaw: "alaw",
  ALAW: "alaw",
  "raw ": "u8",
};

const FORM_HEADER_BYTES = 12;
/** Of the common chunk, without and with the name of a compression. */
const COMMON_BYTES = 18;
const LONG_COMMON_BYTES = 22;
/** Of the sound chunk, before the samples: how many bytes to leave out, and a block size. */
const SOUND_HEADER_BYTES = 8;
/** Sizes from about here on are what writers leave that cannot go back to the header. */
const MIN_PLACEHOLDER = 0x7e000000;

/** What the common chunk tells. */
interface Common {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly codec: SampleCodec;
  /** Samples a channel. */
  readonly length: number;
}

/**
 * Opens an AIFF or AIFC file: PCM of 1 to 32 bits in either byte order (`NONE`, `twos`, `sowt`), `raw `, `fl32`, `fl64`,
 * `ulaw`, `alaw`, `ima4`.
 * Errors: `unreadable` without a common chunk or with impossible figures; `unsupported` for other codecs and where the sound
 * comes before the common chunk.
 */
export async function openAiff(reader: ByteReader, name: string): Promise<Decoding> {
  const isAifc = fourCharacters(await reader.fill(FORM_HEADER_BYTES), 8) === "AIFC";
  await reader.skip(FORM_HEADER_BYTES);
  const chunks = new ChunkReader(reader, { littleEndian: false, isWide: false });
  let common: Common | undefined;
  let size = 0;
  for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
    if (chunk.id === "COMM") {
      const content = await chunks.content(LONG_COMMON_BYTES);
      if (content.length >= COMMON_BYTES) common ??= readCommon(content, isAifc, name);
    } else if (chunk.id === "SSND") {
      if (common === undefined) {
        throw unsupportedAudio(name, "an AIFF file with its sound before its description");
      }
      size = await enterSound(reader, chunk.size);
      break;
    }
  }
  if (common === undefined) throw unreadableAudio(name, "is an AIFF file without a common chunk");
  const { sampleRate, channelCount, codec, length } = common;
  const claimed = (length / codec.unitSamples) * codec.unitBytes;
  return decodeSampleData(
    reader,
    { format: "aiff", sampleRate, channelCount },
    {
      codec,
      size,
      isPlaceholder: Math.min(size, claimed) >= MIN_PLACEHOLDER,
      length: length > 0 ? length : undefined,
    },
  );
}

/** Goes to the first sample and returns how many bytes of sound the chunk's size claims. */
async function enterSound(reader: ByteReader, chunkSize: number): Promise<number> {
  const head = await reader.fill(SOUND_HEADER_BYTES);
  if (head.length < SOUND_HEADER_BYTES) return 0;
  const start = SOUND_HEADER_BYTES + viewOf(head).getUint32(0);
  await reader.skip(start);
  return chunkSize === 0 ? Infinity : Math.max(0, chunkSize - start);
}

function readCommon(content: Uint8Array, isAifc: boolean, name: string): Common {
  const view = viewOf(content);
  const channelCount = view.getUint16(0);
  const sampleRate = extended(view, 8);
  checkHeader(name, sampleRate, channelCount);
  const compression = isAifc ? fourCharacters(content, 18) : "NONE";
  const codec =
    compression === "ima4"
      ? ima4Codec(channelCount)
      : pcmCodec(
          encodingOf(compression, view.getUint16(6), name),
          channelCount,
          compression === "sowt",
        );
  return { sampleRate, channelCount, codec, length: view.getUint32(2) * codec.unitSamples };
}

function encodingOf(compression: string, bits: number, name: string): SampleEncoding {
  const isPcm = ["NONE", "twos", "sowt"].includes(compression);
  const encoding = isPcm ? INTEGERS[Math.ceil(bits / 8)] : OTHER_ENCODINGS[compression];
  if (encoding !== undefined) return encoding;
  if (isPcm) throw unreadableAudio(name, `is an AIFF file that claims ${bits} bits a sample`);
  throw unsupportedAudio(name, `an AIFC file of ${JSON.stringify(compression)}`);
}

/** An 80-bit IEEE 754 extended-precision number, to the nearest integer. */
function extended(view: DataView, at: number): number {
  const mantissa = view.getUint32(at + 2) * 2 ** 32 + view.getUint32(at + 6);
  return Math.round(mantissa * 2 ** (view.getUint16(at) - 16383 - 63));
}
