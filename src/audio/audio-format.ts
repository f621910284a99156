import { unreadableAudio, unsupportedAudio } from "./audio-fault.ts";
import { fourCharacters } from "./chunks.ts";
import { findMp3 } from "./mp3-frame.ts";
import { findOggStream, type OggCodec } from "./ogg.ts";

/** What a file holds, as `Audio` names it, and where in the file it begins. */
export interface DetectedFormat {
  readonly format: "wav" | "aiff" | "flac" | "mp3" | OggCodec;
  readonly start: number;
}

/** First bytes of what is known and not read here; a dot stands for any byte. */
const OTHER_CONTAINERS: readonly (readonly [magic: string, name: string])[] = [
  ["....ftyp", "MP4, M4A or MOV audio"],
  ["\x1a\x45\xdf\xa3", "WebM or Matroska"],
  ["#!AMR", "AMR"],
  ["caff", "CAF (Core Audio Format)"],
  ["\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMA or another ASF file"],
  [".snd", "Sun AU"],
  ["MAC ", "Monkey's Audio"],
  ["wvPk", "WavPack"],
  ["FLV\x01", "Flash video"],
  ["RIFX", "big-endian WAV (RIFX)"],
  ["RIFF....AVI ", "AVI"],
  ["NIST_1A", "NIST SPHERE"],
  ["Creative Voice File", "Creative VOC"],
  ["MThd", "MIDI, which holds notes and no sound"],
];

/**
 * Tells the format by content alone, after any ID3v2 tags. Errors: `unsupported` for other known containers and codecs,
 * `unreadable` for an empty file and for what is not audio.
 */
export function detectFormat(bytes: Uint8Array, name: string): DetectedFormat {
  if (bytes.length === 0) throw unreadableAudio(name, "is empty (0 bytes)");
  const start = id3End(bytes);
  const magic = fourCharacters(bytes, start);
  const form = fourCharacters(bytes, start + 8);
  if (magic === "fLaC") return { format: "flac", start };
  if ((magic === "RIFF" || magic === "RF64" || magic === "BW64") && form === "WAVE") {
    return { format: "wav", start };
  }
  if (magic === "FORM" && (form === "AIFF" || form === "AIFC")) return { format: "aiff", start };
  if (magic === "OggS") return { format: findOggStream(bytes.subarray(start), name), start };

  const other = OTHER_CONTAINERS.find(([pattern]) => startsWith(bytes, start, pattern));
  if (other !== undefined) throw unsupportedAudio(name, other[1]);
  if (isAdts(bytes, start)) throw unsupportedAudio(name, "AAC");
  const mp3 = findMp3(bytes, start, start > 0 ? bytes.length : MAX_LEADING_JUNK);
  if (mp3 !== undefined) return { format: "mp3", start: mp3 };
  throw unreadableAudio(name, describeStart(bytes));
}

/** Bytes before the first MP3 frame of a file without an ID3 tag, such as padding of a cut stream. */
const MAX_LEADING_JUNK = 4096;

/** The offset after the ID3v2 tags at the file's start; 0 without one, and at most the file's length. */
function id3End(bytes: Uint8Array): number {
  let at = 0;
  while (startsWith(bytes, at, "ID3") && at + 10 <= bytes.length) {
    const hasFooter = (bytes[at + 5]! & 0x10) !== 0;
    const size = bytes
      .subarray(at + 6, at + 10)
      .reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    at = Math.min(at + 10 + size + (hasFooter ? 10 : 0), bytes.length);
  }
  return at;
}

function startsWith(bytes: Uint8Array, at: number, pattern: string): boolean {
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] !== "." && bytes[at + i] !== pattern.charCodeAt(i)) return false;
  }
  return true;
}

/** AAC frames with ADTS headers: the sync word of MPEG audio with the layer that MPEG audio does not have. */
function isAdts(bytes: Uint8Array, at: number): boolean {
  const length = ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >> 5);
  const isFrame = (i: number): boolean => bytes[i] === 0xff && (bytes[i + 1]! & 0xf6) === 0xf0;
  return isFrame(at) && (isFrame(at + length) || at + length === bytes.length);
}

function describeStart(bytes: Uint8Array): string {
  const head = bytes.subarray(0, 40);
  const isText = head.every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13));
  const text = isText ? new TextDecoder().decode(head) : "\ufffd";
  if (!text.slice(0, -1).includes("\ufffd") && isText) {
    return `starts with the text ${JSON.stringify(text.replace(/\ufffd$/u, ""))}`;
  }
  const hex = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0"));
  return `starts with the bytes ${hex.join(" ")}`;
}
