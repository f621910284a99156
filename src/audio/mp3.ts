import type { Audio } from "./audio.ts";
import { truncationWarning, unreadableAudio } from "./audio-fault.ts";
import { fourCharacters } from "./chunks.ts";
import { findMp3, type Mp3Frame, readMp3Frame } from "./mp3-frame.ts";

interface Mp3Stream {
  readonly first: Mp3Frame;
  /** The offset after the last whole frame. */
  readonly end: number;
  /** Whole frames, without one that only holds information. */
  readonly frames: number;
  /** Stretches between frames that hold none. */
  readonly damaged: number;
  /** Frames that the encoder announced; undefined where it did not. */
  readonly promised: number | undefined;
}

/**
 * Decodes MPEG audio layer III that starts at a frame, without the encoder's delay and padding where a LAME header tells them.
 * Errors: `unreadable` where nothing decodes.
 */
export async function decodeMp3(bytes: Uint8Array, name: string): Promise<Audio> {
  const stream = walkFrames(bytes);
  if (stream === undefined) throw unreadableAudio(name, "is an MP3 file without a whole frame");
  const { MPEGDecoder } = await import("mpg123-decoder");
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    const { channelData, samplesDecoded } = decoder.decode(bytes.subarray(0, stream.end));
    if (samplesDecoded === 0)
      throw unreadableAudio(name, "is an MP3 file of which nothing decodes");
    return {
      channels: channelData.slice(0, stream.first.channelCount),
      sampleRate: stream.first.sampleRate,
      format: "mp3",
      warnings: warningsOf(stream),
    };
  } finally {
    decoder.free();
  }
}

function warningsOf({ frames, promised, damaged, first }: Mp3Stream): string[] {
  const warnings: string[] = [];
  if (damaged > 0) warnings.push(`damaged: stretches without an intact frame: ${damaged}`);
  if (promised !== undefined && frames < promised) {
    warnings.push(truncationWarning(promised * first.size, frames * first.size));
  }
  return warnings;
}

/** Goes from frame header to frame header; what follows the last whole frame, such as a tag, is left out. */
function walkFrames(bytes: Uint8Array): Mp3Stream | undefined {
  const first = readMp3Frame(bytes, 0);
  if (first === undefined || first.bytes > bytes.length) return undefined;
  const promised = promisedFrames(bytes, first);
  let end = 0;
  let frames = promised === undefined ? 0 : -1;
  let damaged = 0;
  for (let at: number | undefined = 0; at !== undefined;) {
    const frame = readMp3Frame(bytes, at);
    if (frame?.sampleRate === first.sampleRate && at + frame.bytes <= bytes.length) {
      if (at > end) damaged++;
      at += frame.bytes;
      end = at;
      frames++;
    } else {
      at = findMp3(bytes, at + 1, bytes.length);
    }
  }
  return { first, end, frames, damaged, promised };
}

/** The frame count of a Xing, Info or VBRI header in the first frame, which then holds no sound. */
function promisedFrames(bytes: Uint8Array, first: Mp3Frame): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const xing = 4 + first.sideBytes;
  const vbri = 36;
  if (first.bytes < vbri + 18) return undefined;
  const mark = fourCharacters(bytes, xing);
  if ((mark === "Xing" || mark === "Info") && (bytes[xing + 7]! & 1) === 1) {
    return view.getUint32(xing + 8);
  }
  return fourCharacters(bytes, vbri) === "VBRI" ? view.getUint32(vbri + 14) : undefined;
}
