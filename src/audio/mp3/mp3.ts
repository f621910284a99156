import { truncationWarning, unreadableAudio } from "../audio-fault.ts";
import type { ByteReader } from "../byte-reader.ts";
import { fourCharacters, viewOf } from "../bytes.ts";
import type { Decoding } from "../decoding.ts";
import { MAX_FRAME_BYTES, type Mp3Frame, readMp3Frame } from "./mp3-frame.ts";
import { Mp3Frames } from "./mp3-frames.ts";

/**
 * Opens MPEG audio layer III that starts at a frame, without the encoder's delay and padding where a LAME header tells them.
 * What is between frames and after the last whole one, such as a tag, is left out.
 * Errors: `unreadable` without a whole frame, and from the blocks where nothing decodes.
 */
export async function openMp3(reader: ByteReader, name: string): Promise<Decoding> {
  const window = await reader.fill(MAX_FRAME_BYTES);
  const first = readMp3Frame(window, 0);
  if (first === undefined || first.bytes > window.length) {
    throw unreadableAudio(name, "is an MP3 file without a whole frame");
  }
  const promised = promisedFrames(window, first);
  const warnings: string[] = [];
  return {
    format: "mp3",
    sampleRate: first.sampleRate,
    channelCount: first.channelCount,
    expectedLength: promised === undefined ? undefined : promised * first.size,
    isFloat: true,
    warnings,
    blocks: blocksOf(reader, first, promised, warnings, name),
  };
}

async function* blocksOf(
  reader: ByteReader,
  first: Mp3Frame,
  promised: number | undefined,
  warnings: string[],
  name: string,
): AsyncGenerator<Float32Array[]> {
  const { MPEGDecoder } = await import("mpg123-decoder");
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const frames = new Mp3Frames(reader, first);
    let found = 0;
    for await (const batch of frames.batches()) {
      const { channelData, samplesDecoded } = decoder.decode(batch);
      found += samplesDecoded;
      yield channelData.slice(0, first.channelCount);
    }
    if (found === 0) throw unreadableAudio(name, "is an MP3 file of which nothing decodes");
    if (frames.damaged > 0) {
      warnings.push(`damaged: stretches without an intact frame: ${frames.damaged}`);
    }
    const withSound = promised === undefined ? frames.count : frames.count - 1;
    if (promised !== undefined && withSound < promised) {
      warnings.push(truncationWarning(promised * first.size, withSound * first.size));
    }
  } finally {
    decoder.free();
  }
}

/** The frame count of a Xing, Info or VBRI header in the first frame, which then holds no sound. */
function promisedFrames(bytes: Uint8Array, first: Mp3Frame): number | undefined {
  const view = viewOf(bytes);
  const xing = 4 + first.sideBytes;
  const vbri = 36;
  if (first.bytes < vbri + 18) return undefined;
  const mark = fourCharacters(bytes, xing);
  if ((mark === "Xing" || mark === "Info") && (bytes[xing + 7]! & 1) === 1) {
    return view.getUint32(xing + 8);
  }
  return fourCharacters(bytes, vbri) === "VBRI" ? view.getUint32(vbri + 14) : undefined;
}
