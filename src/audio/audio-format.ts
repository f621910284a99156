import { unreadableAudio, unsupportedAudio } from "./audio-fault.ts";
import type { ByteReader } from "./byte-reader.ts";
import { fourCharacters } from "./bytes.ts";
import { findMp3 } from "./mp3/mp3-frame.ts";
import { findOggStream, type OggCodec } from "./ogg/ogg.ts";

/** What a file holds, by the reader that it needs. */
export type AudioFormat = "wav" | "aiff" | "au" | "flac" | "mp3" | OggCodec;

/** First bytes of what is known and not read here; a dot stands for any byte. */
const OTHER_CONTAINERS: readonly (readonly [magic: string, name: string])[] = [
  ["....ftyp", "MP4, M4A or MOV audio"],
  ["....moov", "MP4, M4A or MOV audio"],
  ["....mdat", "MP4, M4A or MOV audio"],
  ["....wide", "MP4, M4A or MOV audio"],
  ["\x1a\x45\xdf\xa3", "WebM or Matroska"],
  ["#!AMR", "AMR"],
  ["caff", "CAF (Core Audio Format)"],
  ["\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMA or another ASF file"],
  ["MAC ", "Monkey's Audio"],
  ["wvpk", "WavPack"],
  ["FLV\x01", "Flash video"],
  ["RIFF....AVI ", "AVI"],
  ["\0\0\x01\xba", "MPEG video"],
  [`G${".".repeat(187)}G${".".repeat(187)}G`, "an MPEG transport stream"],
  ["NIST_1A", "NIST SPHERE"],
  ["Creative Voice File", "Creative VOC"],
  ["MThd", "MIDI, which holds notes and no sound"],
];

/** As much of a file as it may take to tell its format. */
const HEAD_BYTES = 65536;
/** Enough for what begins with letters of its own. */
const MAGIC_BYTES = 40;
/** Bytes before the first MP3 frame of a file without an ID3 tag, such as padding of a cut stream. */
const MAX_LEADING_JUNK = 4096;
/** The first sixteen bytes of a Wave64 file. */
const WAVE64 = "riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0";

/**
 * Tells the format by content alone and goes to where it begins: after ID3v2 tags, and in MP3 at the first frame.
 * Errors: `unsupported` for other known containers and codecs, `unreadable` for an empty file and for what is not audio.
 */
export async function detectFormat(reader: ByteReader, name: string): Promise<AudioFormat> {
  const head = await reader.fill(MAGIC_BYTES);
  if (head.length === 0) throw unreadableAudio(name, "is empty (0 bytes)");
  await skipId3(reader);
  const isTagged = reader.position > 0;
  let bytes = await reader.fill(MAGIC_BYTES);
  const magic = fourCharacters(bytes, 0);
  const form = fourCharacters(bytes, 8);
  if (magic === "fLaC") return "flac";
  if (["RIFF", "RIFX", "RF64", "BW64"].includes(magic) && form === "WAVE") return "wav";
  if (startsWith(bytes, WAVE64)) return "wav";
  if (magic === "FORM" && (form === "AIFF" || form === "AIFC")) return "aiff";
  if (magic === ".snd" || magic === "dns.") return "au";

  bytes = await reader.fill(HEAD_BYTES);
  if (magic === "OggS") return await findOggStream(bytes, name);
  const other = OTHER_CONTAINERS.find(([pattern]) => startsWith(bytes, pattern));
  if (other !== undefined) throw unsupportedAudio(name, other[1]);
  if (isAdts(bytes)) throw unsupportedAudio(name, "AAC");
  const mp3 = findMp3(bytes, 0, isTagged ? HEAD_BYTES : MAX_LEADING_JUNK);
  if (mp3 === undefined) throw unreadableAudio(name, describeStart(head));
  reader.consume(mp3);
  return "mp3";
}

/** Leaves out the ID3v2 tags at the file's start. */
async function skipId3(reader: ByteReader): Promise<void> {
  for (;;) {
    const head = await reader.fill(10);
    if (!startsWith(head, "ID3") || head.length < 10) return;
    const hasFooter = (head[5]! & 0x10) !== 0;
    const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    await reader.skip(10 + size + (hasFooter ? 10 : 0));
  }
}

function startsWith(bytes: Uint8Array, pattern: string): boolean {
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] !== "." && bytes[i] !== pattern.charCodeAt(i)) return false;
  }
  return true;
}

/** AAC frames with ADTS headers: the sync word of MPEG audio with the layer that MPEG audio does not have. */
function isAdts(bytes: Uint8Array): boolean {
  const length = ((bytes[3]! & 3) << 11) | (bytes[4]! << 3) | (bytes[5]! >> 5);
  const isFrame = (i: number): boolean => bytes[i] === 0xff && (bytes[i + 1]! & 0xf6) === 0xf0;
  return isFrame(0) && (isFrame(length) || length === bytes.length);
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
