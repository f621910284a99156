import { unreadableAudio } from "../audio-fault.ts";
import { ByteReader } from "../byte-reader.ts";
import type { Decoding } from "../decoding.ts";
import { openFlac } from "../flac/flac.ts";
import type { OggLink } from "./ogg-links.ts";

/** Bytes before the `fLaC` marker in the first packet. */
const MAPPING_BYTES = 9;

/**
 * Opens FLAC in an Ogg container: its packets, put together, are a FLAC file.
 * @throws {AffektError} as `openFlac`.
 */
export async function openOggFlac(link: OggLink, name: string): Promise<Decoding> {
  const packets = new ByteReader(packetsOf(link));
  const mapping = await packets.fill(MAPPING_BYTES);
  if (mapping.length < MAPPING_BYTES) {
    throw unreadableAudio(name, "is an Ogg FLAC file with a broken header");
  }
  packets.consume(MAPPING_BYTES);
  return { ...(await openFlac(packets, name)), format: "ogg-flac" };
}

async function* packetsOf(link: OggLink): AsyncGenerator<Uint8Array> {
  for await (const { packets } of link.parts()) yield* packets;
}
