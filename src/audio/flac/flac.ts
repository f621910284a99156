import {
  checkHeader,
  truncationWarning,
  unreadableAudio,
  unsupportedAudio,
} from "../audio-fault.ts";
import type { ByteReader } from "../byte-reader.ts";
import { viewOf } from "../bytes.ts";
import type { Decoding } from "../decoding.ts";
import { decodeFlacFrames, type FlacLayout } from "./flac-frames.ts";

interface StreamInfo extends FlacLayout {
  readonly sampleRate: number;
  /** Samples a channel; 0 where the encoder did not know. */
  readonly total: number;
}

const MAX_SAMPLE_BITS = 24;
/** Of the marker and the stream information, which comes first. */
const HEADER_BYTES = 42;
/** What is decoded at once: twenty frames of a 48 kHz recording in mono, or two seconds of samples. */
const PIECE_BYTES = 65536;
const BLOCK_SAMPLES = 65536;
/** Frames in a row that may turn out broken before the rest of a file is given up. */
const MAX_FAILURES = 1000;

/**
 * Opens a FLAC file (RFC 9639) of 4 to 24 bits at its `fLaC` marker. A damaged frame is left out and the next intact one sought.
 * Errors: `unreadable` without stream information, and from the blocks without an intact frame; `unsupported` for 25 to 32
 * bits.
 */
export async function openFlac(reader: ByteReader, name: string): Promise<Decoding> {
  const info = readStreamInfo(await reader.fill(HEADER_BYTES), name);
  checkHeader(name, info.sampleRate, info.channelCount);
  if (info.sampleBits > MAX_SAMPLE_BITS) {
    throw unsupportedAudio(name, `FLAC of ${info.sampleBits} bits a sample`);
  }
  await skipMetadata(reader);
  const warnings: string[] = [];
  return {
    format: "flac",
    sampleRate: info.sampleRate,
    channelCount: info.channelCount,
    expectedLength: info.total || undefined,
    isFloat: false,
    warnings,
    blocks: blocksOf(reader, info, warnings, name),
  };
}

function readStreamInfo(head: Uint8Array, name: string): StreamInfo {
  if (head.length < HEADER_BYTES || (head[4]! & 0x7f) !== 0) {
    throw unreadableAudio(name, "is a FLAC file without stream information");
  }
  const view = viewOf(head);
  const packed = view.getUint32(18);
  return {
    sampleRate: packed >>> 12,
    channelCount: ((packed >>> 9) & 7) + 1,
    sampleBits: ((packed >>> 4) & 31) + 1,
    total: (packed & 15) * 2 ** 32 + view.getUint32(22),
  };
}

/** Goes to the first frame. */
async function skipMetadata(reader: ByteReader): Promise<void> {
  await reader.skip(4);
  for (let isLast = false; !isLast;) {
    const head = await reader.fill(4);
    if (head.length < 4) return;
    isLast = head[0]! >= 0x80;
    await reader.skip(4 + (viewOf(head).getUint32(0) & 0xffffff));
  }
}

async function* blocksOf(
  reader: ByteReader,
  info: StreamInfo,
  warnings: string[],
  name: string,
): AsyncGenerator<Float32Array[]> {
  const total = info.total || Infinity;
  const maxFrameBytes = 65536 * info.channelCount * ((info.sampleBits >> 3) + 2);
  const isEmpty = (await reader.fill(1)).length === 0;
  let found = 0;
  let damaged = 0;
  let failures = 0;
  for (let needed = PIECE_BYTES; found < total && failures < MAX_FAILURES;) {
    const window = await reader.fill(needed);
    if (window.length === 0) break;
    const wanted = Math.min(BLOCK_SAMPLES, total - found);
    const { channels, length, used, end } = decodeFlacFrames(
      window.subarray(0, needed),
      info,
      wanted,
    );
    reader.consume(used);
    if (length > 0) {
      found += length;
      failures = 0;
      yield channels;
    }
    const isStuck = end === "cut-off" && used === 0;
    if (end !== "broken" && !isStuck) needed = PIECE_BYTES;
    else if (isStuck && needed < maxFrameBytes && window.length >= needed) needed *= 2;
    else {
      if (failures === 0) damaged++;
      failures++;
      await skipToSync(reader);
      if (reader.window.length === 0 && found < info.total) damaged--;
    }
  }
  if (found === 0 && !isEmpty)
    throw unreadableAudio(name, "is a FLAC file without an intact frame");
  if (damaged > 0) warnings.push(`damaged: stretches without an intact frame: ${damaged}`);
  if (found < info.total) warnings.push(truncationWarning(info.total, found));
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
