import { checkHeader, unreadableAudio, unsupportedAudio } from "../audio-fault.ts";
import { ByteReader, onePiece } from "../byte-reader.ts";
import { fourCharacters, viewOf } from "../bytes.ts";
import { ChunkReader } from "../chunks.ts";
import type { Decoding } from "../decoding.ts";
import { ima4Codec } from "./ima-adpcm.ts";
import { pcmCodec, type SampleEncoding } from "./pcm.ts";
import type { SampleCodec } from "./sample-codec.ts";
import { decodeSampleData } from "./sample-data.ts";

/** Integers of 1 to 4 bytes. */
const INTEGERS: readonly (SampleEncoding | undefined)[] = [undefined, "s8", "s16", "s24", "s32"];
/** Compression types of integers with as many bits as the common chunk says, big and little-endian. */
const BIG_ENDIAN: readonly string[] = ["NONE", "twos"];
const LITTLE_ENDIAN: readonly string[] = ["sowt"];

interface Encoding {
  readonly encoding: SampleEncoding;
  readonly littleEndian?: boolean;
}

const OTHER_ENCODINGS: Readonly<Record<string, Encoding>> = {
  in24: { encoding: "s24" },
  in32: { encoding: "s32" },
  "42ni": { encoding: "s24", littleEndian: true },
  "42n1": { encoding: "s24", littleEndian: true }, // libsndfile's spelling
  "23ni": { encoding: "s32", littleEndian: true },
  fl32: { encoding: "f32" },
  FL32: { encoding: "f32" },
  fl64: { encoding: "f64" },
  FL64: { encoding: "f64" },
  ulaw: { encoding: "ulaw" },
  ULAW: { encoding: "ulaw" },
  alaw: { encoding: "alaw" },
  ALAW: { encoding: "alaw" },
  "raw ": { encoding: "u8" },
};

const FORM_HEADER_BYTES = 12;
/** Of the common chunk, without and with the name of a compression. */
const COMMON_BYTES = 18;
const LONG_COMMON_BYTES = 22;
/** Of the sound chunk, before the samples: how many bytes to leave out, and a block size. */
const SOUND_HEADER_BYTES = 8;
/** Sizes from about here on are what writers leave that cannot go back to the header. */
const MIN_PLACEHOLDER = 0x7e000000;

/** The limit on sound that precedes its description. */
const MAX_HELD_BYTES = 2 ** 28;

/** The common chunk. */
interface Common {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly codec: SampleCodec;
  /** Samples a channel. Undefined where the size of the sound says it better. */
  readonly length: number | undefined;
}

/** The sound chunk: its bytes, which a reader stands at, and their number as the chunk claims it. */
interface Sound {
  readonly reader: ByteReader;
  readonly size: number;
}

/**
 * Opens an AIFF or AIFC file: PCM of 1 to 32 bits in either byte order (`NONE`, `twos`, `sowt`, `in24`, `in32`, `42ni`, `23ni`),
 * `raw `, `fl32`, `fl64`, `ulaw`, `alaw`, `ima4`. Sound before the common chunk is held until that comes.
 * @throws {AffektError} `unreadable` without a common chunk or for impossible values; `unsupported` for other codecs, and for
 * more than 256 MB of sound before the common chunk.
 */
export async function openAiff(reader: ByteReader, name: string): Promise<Decoding> {
  const isAifc = fourCharacters(await reader.fill(FORM_HEADER_BYTES), 8) === "AIFC";
  await reader.skip(FORM_HEADER_BYTES);
  const chunks = new ChunkReader(reader, { littleEndian: false, isWide: false });
  let common: Common | undefined;
  let sound: Sound | undefined;
  for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
    if (chunk.id === "COMM") {
      const content = await chunks.content(LONG_COMMON_BYTES);
      if (content.length >= COMMON_BYTES) common ??= readCommon(content, isAifc, name);
    } else if (chunk.id === "SSND" && sound === undefined) {
      sound =
        common === undefined
          ? await holdSound(chunks, chunk.size, name)
          : { reader, size: await enterSound(reader, chunk.size) };
    }
    if (common !== undefined && sound !== undefined) break;
  }
  if (common === undefined) throw unreadableAudio(name, "is an AIFF file without a common chunk");
  const { sampleRate, channelCount, codec, length = 0 } = common;
  const { size } = sound ?? { size: 0 };
  const claimed = (length / codec.unitSamples) * codec.unitBytes;
  return decodeSampleData(
    sound?.reader ?? reader,
    { format: "aiff", sampleRate, channelCount },
    {
      codec,
      size,
      isPlaceholder: (length > 0 ? Math.min(size, claimed) : size) >= MIN_PLACEHOLDER,
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

/** Reads all of a sound chunk. */
async function holdSound(chunks: ChunkReader, size: number, name: string): Promise<Sound> {
  if (size > MAX_HELD_BYTES) {
    throw unsupportedAudio(name, "an AIFF file with much sound before its description");
  }
  const held = new ByteReader(onePiece(await chunks.content(size)));
  return { reader: held, size: await enterSound(held, size) };
}

function readCommon(content: Uint8Array, isAifc: boolean, name: string): Common {
  const view = viewOf(content);
  const channelCount = view.getUint16(0);
  const sampleRate = extended(view, 8);
  checkHeader(name, sampleRate, channelCount);
  const compression = isAifc ? fourCharacters(content, 18) : "NONE";
  if (compression === "ima4") {
    // writers disagree about what they count here
    return { sampleRate, channelCount, codec: ima4Codec(channelCount), length: undefined };
  }
  const { encoding, littleEndian = false } = encodingOf(compression, view.getUint16(6), name);
  const codec = pcmCodec(encoding, channelCount, littleEndian);
  return { sampleRate, channelCount, codec, length: view.getUint32(2) };
}

function encodingOf(compression: string, bits: number, name: string): Encoding {
  const littleEndian = LITTLE_ENDIAN.includes(compression);
  if (!littleEndian && !BIG_ENDIAN.includes(compression)) {
    const encoding = OTHER_ENCODINGS[compression];
    if (encoding !== undefined) return encoding;
    throw unsupportedAudio(name, `an AIFC file of ${JSON.stringify(compression)}`);
  }
  const encoding = INTEGERS[Math.ceil(bits / 8)];
  if (encoding !== undefined) return { encoding, littleEndian };
  throw unreadableAudio(name, `is an AIFF file that claims ${bits} bits a sample`);
}

/** An 80-bit IEEE 754 extended-precision number, to the nearest integer. */
function extended(view: DataView, at: number): number {
  const mantissa = view.getUint32(at + 2) * 2 ** 32 + view.getUint32(at + 6);
  return Math.round(mantissa * 2 ** (view.getUint16(at) - 16383 - 63));
}
