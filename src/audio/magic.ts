import { fourCharacters, startsWith } from "./bytes.ts";

/** A format whose files begin with letters of their own. */
export type MagicFormat = "wav" | "aiff" | "au" | "flac" | "ogg";

/** Bytes that are enough for the formats Affekt decodes. */
export const MAGIC_BYTES = 40;

/** The first sixteen bytes of a Wave64 file. */
const WAVE64 = "riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0";

/** The format that Affekt decodes and that a file's first `MAGIC_BYTES` name. */
export function formatByMagic(bytes: Uint8Array): MagicFormat | undefined {
  const magic = fourCharacters(bytes, 0);
  const form = fourCharacters(bytes, 8);
  if (magic === "fLaC") return "flac";
  if (magic === "OggS") return "ogg";
  if (["RIFF", "RIFX", "RF64", "BW64"].includes(magic) && form === "WAVE") return "wav";
  if (startsWith(bytes, WAVE64)) return "wav";
  if (magic === "FORM" && (form === "AIFF" || form === "AIFC")) return "aiff";
  if (magic === ".snd" || magic === "dns.") return "au";
  return undefined;
}

/** First bytes of formats that Affekt knows and does not decode. A dot stands for any byte. */
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
  ["TTA1", "True Audio"],
  ["MPCK", "Musepack"],
  ["MP+\x07", "Musepack"],
  ["MP+\x17", "Musepack"],
  ["DSD ", "DSD"],
  ["FLV\x01", "Flash video"],
  ["RIFF....AVI ", "AVI"],
  ["\0\0\x01\xba", "MPEG video"],
  [`G${".".repeat(187)}G${".".repeat(187)}G`, "an MPEG transport stream"],
  ["NIST_1A", "NIST SPHERE"],
  ["Creative Voice File", "Creative VOC"],
  ["FORM....8SVX", "Amiga 8SVX"],
  ["FORM....16SV", "Amiga 16SV"],
  ["PVF1\n", "Portable Voice Format"],
  ["2BIT", "Audio Visual Research"],
  ["\x64\xa3\x01\0", "IRCAM"],
  ["\x64\xa3\x02\0", "IRCAM"],
  ["\x64\xa3\x03\0", "IRCAM"],
  ["\x64\xa3\x04\0", "IRCAM"],
  ["\0\x01\xa3\x64", "IRCAM"],
  ["\0\x02\xa3\x64", "IRCAM"],
  ["\0\x03\xa3\x64", "IRCAM"],
  ["\0\x04\xa3\x64", "IRCAM"],
  [" paf\0\0\0\0", "Ensoniq PARIS"],
  ["fap \0\0\0\0", "Ensoniq PARIS"],
  ["MThd", "MIDI, which holds notes and no sound"],
];

/** The name of a format that Affekt knows and does not decode, by a file's first bytes. */
export function otherContainer(bytes: Uint8Array): string | undefined {
  if (isAdts(bytes)) return "AAC";
  return OTHER_CONTAINERS.find(([pattern]) => startsWith(bytes, pattern))?.[1];
}

/** Whether AAC frames with ADTS headers begin here: the sync word of MPEG audio with the layer that MPEG audio does not have. */
function isAdts(bytes: Uint8Array): boolean {
  const length = ((bytes[3]! & 3) << 11) | (bytes[4]! << 3) | (bytes[5]! >> 5);
  const isFrame = (i: number): boolean => bytes[i] === 0xff && (bytes[i + 1]! & 0xf6) === 0xf0;
  return isFrame(0) && (isFrame(length) || length === bytes.length);
}
