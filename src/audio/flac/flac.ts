import {
  checkHeader,
  excessWarning,
  MIN_SAMPLE_RATE,
  truncationWarning,
  unreadableAudio,
  unsupportedAudio,
} from "../audio-fault.ts";
import type { ByteReader } from "../byte-reader.ts";
import { fourCharacters } from "../bytes.ts";
import type { Block, Decoding } from "../decoding.ts";
import { skipTags } from "../leading-tags.ts";
import { uniformBlocks } from "../uniform-blocks.ts";
import { decodeFlacFrames, type FlacLayout } from "./flac-frames.ts";
import {
  FLAC_HEADER_BYTES,
  type FrameHeader,
  readFrameHeader,
  readStreamInfo,
  skipMetadata,
  type StreamInfo,
} from "./flac-header.ts";

const MAX_SAMPLE_BITS = 24;
const MARKER = "fLaC";
/** Decoded at once: twenty frames of a 48 kHz recording in mono, or two seconds of samples. */
const PIECE_BYTES = 65536;
const BLOCK_SAMPLES = 65536;
/** Broken frames in a row before the rest of a file is given up. */
const MAX_FAILURES = 1000;

/**
 * Opens a FLAC file (RFC 9639) of 4 to 24 bits at its `fLaC` marker. A damaged frame is left out and the next intact one sought.
 * Other streams that follow in the file, and frames of another rate or number of channels, are read, too.
 * @throws {AffektError} `unreadable` without stream information, and from the blocks without an intact frame; `unsupported` for
 * 25 to 32 bits.
 */
export async function openFlac(reader: ByteReader, name: string): Promise<Decoding> {
  const info = await openStream(reader, name);
  const { sampleRate, channelCount, total } = info;
  const warnings: string[] = [];
  return {
    format: "flac",
    sampleRate,
    channelCount,
    expectedLength: total || undefined,
    isFloat: false,
    warnings,
    blocks: uniformBlocks(blocksOf(reader, info, warnings, name), info, warnings),
  };
}

/** Reads the header that a reader stands at, and goes to the first frame. */
async function openStream(reader: ByteReader, name: string): Promise<StreamInfo> {
  const info = readStreamInfo(await reader.fill(FLAC_HEADER_BYTES), name);
  checkHeader(name, info.sampleRate, info.channelCount);
  if (info.sampleBits > MAX_SAMPLE_BITS) {
    throw unsupportedAudio(name, `FLAC of ${info.sampleBits} bits a sample`);
  }
  await skipMetadata(reader);
  return info;
}

/** Blocks of the streams in a file, one after the other. */
async function* blocksOf(
  reader: ByteReader,
  first: StreamInfo,
  warnings: string[],
  name: string,
): AsyncGenerator<Block> {
  const isEmpty = (await reader.fill(1)).length === 0;
  const found = yield* streamBlocks(reader, first, warnings);
  if (found === 0 && !isEmpty) {
    throw unreadableAudio(name, "is a FLAC file without an intact frame");
  }
  for (await skipTags(reader); await isAtMarker(reader); await skipTags(reader)) {
    let next: StreamInfo;
    try {
      next = await openStream(reader, name);
    } catch (error) {
      if (reader.hasFailed) throw error;
      warnings.push("damaged: a FLAC stream that follows cannot be read");
      return;
    }
    yield* streamBlocks(reader, next, warnings);
  }
}

/** Whether a reader stands at the beginning of a stream. */
async function isAtMarker(reader: ByteReader): Promise<boolean> {
  return fourCharacters(await reader.fill(4), 0) === MARKER;
}

/** The layout of frames, and the sample rate that they are played at. */
interface Layout extends FlacLayout {
  /** In Hz. */
  readonly sampleRate: number;
}

/** Blocks of one stream, up to the end of the file or the next stream's marker. Returns its samples a channel. */
async function* streamBlocks(
  reader: ByteReader,
  info: StreamInfo,
  warnings: string[],
): AsyncGenerator<Block, number> {
  const frameRate = (await readFrameHeader(reader))?.sampleRate ?? 0;
  const first: Layout = { ...info, frameRate };
  const total = info.total || Infinity;
  let layout = first;
  let found = 0;
  let damaged = 0;
  let failures = 0;
  for (let needed = PIECE_BYTES; failures < MAX_FAILURES;) {
    if (found >= total && (await readFrameHeader(reader)) === undefined) break;
    const window = await reader.fill(needed);
    if (window.length === 0) break;
    const wanted = found < total ? Math.min(BLOCK_SAMPLES, total - found) : BLOCK_SAMPLES;
    const piece = window.subarray(0, needed);
    const { channels, length, used, end } = decodeFlacFrames(piece, layout, wanted);
    reader.consume(used);
    if (length > 0) {
      found += length;
      failures = 0;
      yield { sampleRate: layout.sampleRate, channels };
    }
    const isStuck = end === "cut-off" && used === 0;
    if (end !== "broken" && !isStuck) needed = PIECE_BYTES;
    else if (isStuck && needed < maxFrameBytes(layout) && window.length >= needed) needed *= 2;
    else if (await isAtMarker(reader)) break;
    else if (!(await skipTags(reader))) {
      const changed = changedLayout(await readFrameHeader(reader), first, layout);
      if (changed !== undefined) {
        layout = changed;
        continue;
      }
      if (failures === 0) damaged++;
      failures++;
      await skipToSync(reader);
      if (reader.window.length === 0 && found < info.total) damaged--;
    }
  }
  if (damaged > 0) warnings.push(`damaged: stretches without an intact frame: ${damaged}`);
  if (found < info.total) warnings.push(truncationWarning(info.total, found));
  else if (found > total) warnings.push(excessWarning(info.total, found));
  return found;
}

/** Bytes of a frame without any compression, and more. */
function maxFrameBytes({ channelCount, sampleBits }: FlacLayout): number {
  return 65536 * channelCount * ((sampleBits >> 3) + 2);
}

/** The layout that a frame's header asks for, where it is another one than now; `first` is the stream's. */
function changedLayout(
  header: FrameHeader | undefined,
  first: Layout,
  current: Layout,
): Layout | undefined {
  if (header === undefined) return undefined;
  const { sampleRate: frameRate, channelCount } = header;
  const sampleBits = header.sampleBits || first.sampleBits;
  const isSame =
    frameRate === current.frameRate &&
    channelCount === current.channelCount &&
    sampleBits === current.sampleBits;
  if (isSame || sampleBits > MAX_SAMPLE_BITS) return undefined;
  // the stream's header knows its rate better than its frames do, unless they change it
  const isFirst = frameRate === 0 || frameRate === first.frameRate;
  const sampleRate = isFirst ? first.sampleRate : frameRate;
  if (sampleRate < MIN_SAMPLE_RATE) return undefined;
  return { sampleRate, channelCount, sampleBits, frameRate };
}

/** Goes on by at least a byte to where a frame may start, or to the end. */
async function skipToSync(reader: ByteReader): Promise<void> {
  reader.consume(1);
  for (;;) {
    const window = await reader.fill(2);
    if (window.length < 2) return reader.consume(window.length);
    const at = window.indexOf(0xff);
    const isSync = at >= 0 && at + 1 < window.length && (window[at + 1]! & 0xfe) === 0xf8;
    if (at === 0 && isSync) return;
    reader.consume(at > 0 ? at : at < 0 ? window.length : 1);
  }
}
