import { AffektError } from "../errors.ts";
import { UnknownAudio, unreadableAudio, unsupportedAudio } from "./audio-fault.ts";
import type { ByteReader } from "./byte-reader.ts";
import { startsWith } from "./bytes.ts";
import { describeStandIn, describeStart, isText } from "./describe-start.ts";
import { skipTags, TAG_HEADER_BYTES, tagSize } from "./leading-tags.ts";
import { formatByMagic, MAGIC_BYTES, type MagicFormat, otherContainer } from "./magic.ts";
import { goToMpeg } from "./mpeg/go-to-mpeg.ts";
import { isConfirmed } from "./mpeg/mpeg-frame.ts";

/** A format that Affekt decodes, by the reader that it needs. */
export type AudioFormat = MagicFormat | "mpeg";

/** The number of bytes that the detection of a format may need. */
const HEAD_BYTES = 65536;

/**
 * Tells the format by content and goes to where it begins: after tags, and in MPEG audio at the first frame.
 * @throws {AffektError} `unsupported` for other known containers and codecs, `unreadable` for an empty file and for what is not
 * audio (`UnknownAudio` where another decoder may know it).
 */
export async function detectFormat(reader: ByteReader, name: string): Promise<AudioFormat> {
  const start = await reader.fill(MAGIC_BYTES);
  if (start.length === 0) throw unreadableAudio(name, "is empty (0 bytes)");
  await skipTags(reader);
  const format = formatByMagic(await reader.fill(MAGIC_BYTES));
  if (format !== undefined) return format;
  const other = otherContainer(await reader.fill(HEAD_BYTES));
  if (other !== undefined) throw unsupportedAudio(name, other);
  if (await goToMpeg(reader)) return "mpeg";
  const standIn = describeStandIn(start);
  if (standIn !== undefined) throw new AffektError("unreadable", `${name}: ${standIn}`);
  const found = describeStart(start);
  throw isText(start) ? unreadableAudio(name, found) : new UnknownAudio(name, found);
}

/** Whether a file is text and nothing that stands for a recording, by its first `MAGIC_BYTES` or more. */
export function isPlainText(bytes: Uint8Array): boolean {
  const isKnown = formatByMagic(bytes) !== undefined || otherContainer(bytes) !== undefined;
  return bytes.length > 0 && isText(bytes) && !isKnown && describeStandIn(bytes) === undefined;
}

/**
 * The container with a header of its own that bytes begin with, such as "a WAV file". Undefined for what may be raw samples.
 * The reader goes past tags.
 */
export async function describeContainer(reader: ByteReader): Promise<string | undefined> {
  const start = await reader.fill(TAG_HEADER_BYTES);
  const isTagged = tagSize(start, 0) !== undefined && !startsWith(start, "TAG");
  if (isTagged) await skipTags(reader);
  const format = formatByMagic(await reader.fill(MAGIC_BYTES));
  if (format !== undefined) return CONTAINERS[format];
  const head = await reader.fill(HEAD_BYTES);
  const isMpeg = isTagged ? await goToMpeg(reader) : isConfirmed(head, 0);
  return otherContainer(head) ?? (isMpeg ? CONTAINERS.mpeg : undefined);
}

const CONTAINERS: Readonly<Record<AudioFormat, string>> = {
  wav: "a WAV file",
  aiff: "an AIFF file",
  au: "an AU file",
  flac: "a FLAC file",
  ogg: "an Ogg file",
  mpeg: "MPEG audio (MP3)",
};
