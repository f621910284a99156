import { unreadableAudio } from "../audio-fault.ts";
import type { ByteReader } from "../byte-reader.ts";
import { fourCharacters, viewOf } from "../bytes.ts";
import { ChunkReader, isChunkId } from "../chunks.ts";
import type { Decoding } from "../decoding.ts";
import { openMpeg } from "../mpeg/mpeg.ts";
import { goToMpeg } from "../mpeg/go-to-mpeg.ts";
import { decodeSampleData, type SampleData } from "./sample-data.ts";
import { readWaveFormat, type WaveFormat } from "./wave-format.ts";

const RIFF_HEADER_BYTES = 12;
const WAVE64_HEADER_BYTES = 40;
/** More than any chunk needs that is looked into. */
const MAX_CONTENT_BYTES = 4096;
/** In the place of a size of 32 bits: it is unknown, or stands in the `ds64` chunk. */
const NO_SIZE = 0xffffffff;
/** Writers that cannot go back to the header leave sizes this close to 2 GB or 4 GB. */
const PLACEHOLDER_RANGE = 65536;
/** The stretch after the sound that may be filled up with zeros. */
const MAX_FILLING_BYTES = 65536;

/** The part of the file before the sound. */
interface WavHeader {
  readonly format: WaveFormat | "mpeg";
  /** The size of the whole file. */
  readonly fileSize: number;
  /** The size of the sound in its own chunk's header. */
  readonly dataSize: number;
  /** The size of the sound in 64 bits; 0 where it is not told. */
  readonly longSize: number;
  /** Samples a channel; 0 where they are not told. */
  readonly factLength: number;
}

/**
 * Opens a WAV file (RIFF, RIFX, RF64, BW64 or Wave64): PCM of 8 to 32 bits, floating point of 32 and 64 bits, A-law, µ-law,
 * IMA and MS ADPCM, MPEG audio. A size that the writer did not know, or one that is too small, does not end the sound. Where it
 * is too large, the file is truncated.
 * @throws {AffektError} `unreadable` without a format or data chunk or for impossible values, `unsupported` for other codecs.
 */
export async function openWav(reader: ByteReader, name: string): Promise<Decoding> {
  const isWide = fourCharacters(await reader.fill(4), 0) === "riff";
  const header = await readHeader(reader, isWide, name);
  const { format } = header;
  if (format === "mpeg") return openWrappedMpeg(reader, header, name);
  const { sampleRate, channelCount } = format;
  return decodeSampleData(
    reader,
    { format: isWide ? "w64" : "wav", sampleRate, channelCount },
    soundOf(header, format, reader.position, await reader.fill(4)),
  );
}

/** Opens the MPEG audio in a data chunk. */
async function openWrappedMpeg(
  reader: ByteReader,
  { factLength }: WavHeader,
  name: string,
): Promise<Decoding> {
  if (!(await goToMpeg(reader)))
    throw unreadableAudio(name, "is a WAV file of MP3 without a frame");
  const decoding = await openMpeg(reader, name);
  return { ...decoding, expectedLength: decoding.expectedLength ?? (factLength || undefined) };
}

async function readHeader(reader: ByteReader, isWide: boolean, name: string): Promise<WavHeader> {
  const head = await reader.fill(RIFF_HEADER_BYTES);
  const littleEndian = fourCharacters(head, 0) !== "RIFX";
  const fileSize = isWide ? Infinity : viewOf(head).getUint32(4, littleEndian) + 8;
  await reader.skip(isWide ? WAVE64_HEADER_BYTES : RIFF_HEADER_BYTES);

  const chunks = new ChunkReader(reader, { littleEndian, isWide });
  let format: WavHeader["format"] | undefined;
  let longSize = 0;
  let factLength = 0;
  for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
    if (chunk.id === "data") {
      if (format === undefined) break;
      return { format, fileSize, dataSize: chunk.size, longSize, factLength };
    }
    if (!["fmt ", "ds64", "fact"].includes(chunk.id)) continue;
    const content = await chunks.content(MAX_CONTENT_BYTES);
    const view = viewOf(content);
    if (chunk.id === "fmt " && content.length >= 16) {
      format ??= readWaveFormat(content, littleEndian, name);
    } else if (chunk.id === "ds64" && content.length >= 16) {
      longSize = Number(view.getBigUint64(8, true));
    } else if (chunk.id === "fact" && content.length >= 4) {
      factLength = view.getUint32(0, littleEndian);
    }
  }
  const missing = format === undefined ? "format" : "data";
  throw unreadableAudio(name, `is a WAV file without a ${missing} chunk`);
}

/** The sound that starts at an offset; `ahead` are its first bytes. */
function soundOf(
  { fileSize, dataSize, longSize, factLength }: WavHeader,
  format: WaveFormat,
  start: number,
  ahead: Uint8Array,
): SampleData {
  const { codec } = format;
  const endsHere = fileSize > start && isChunkId(ahead);
  const isUnknown =
    (dataSize === 0 && !endsHere) ||
    (dataSize === NO_SIZE && longSize === 0) ||
    dataSize > Number.MAX_SAFE_INTEGER;
  const size = isUnknown ? Infinity : dataSize === NO_SIZE ? longSize : dataSize;
  const held = Math.floor(size / codec.unitBytes) * codec.unitSamples;
  return {
    codec,
    size,
    isPlaceholder:
      size === dataSize &&
      [2 ** 31, 2 ** 32].some((limit) => Math.abs(size - limit) <= PLACEHOLDER_RANGE),
    length: isLength(factLength, held, format) ? factLength : undefined,
    goesOn: hasMoreSound,
  };
}

/** Whether a `fact` chunk tells where in the last block the sound ends. Libsndfile's divide by the channels. */
function isLength(fact: number, held: number, { codec, channelCount }: WaveFormat): boolean {
  const isInLastBlock = fact < held && fact > held - codec.unitSamples;
  return isInLastBlock && fact !== Math.floor(held / channelCount);
}

/** Whether neither the end of the file, nor another chunk, nor a tag, nor zeros follow the sound. */
async function hasMoreSound(reader: ByteReader): Promise<boolean> {
  const ahead = await reader.fill(MAX_FILLING_BYTES);
  const isTag = ["ID3", "TAG"].includes(String.fromCharCode(...ahead.subarray(0, 3)));
  const isChunk = isChunkId(ahead) || isChunkId(ahead.subarray(1));
  return ahead.length >= 4 && !isTag && !isChunk && ahead.some((byte) => byte !== 0);
}
