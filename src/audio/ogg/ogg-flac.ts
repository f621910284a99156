import { unreadableAudio } from "../audio-fault.ts";
import { ByteReader } from "../byte-reader.ts";
import type { Decoding } from "../decoding.ts";
import { openFlac } from "../flac/flac.ts";
import { OggStream } from "./ogg.ts";

/** Bytes before the `fLaC` marker in the first packet. */
const MAPPING_BYTES = 9;

/** Opens FLAC in an Ogg container: its packets, put together, are a FLAC file. Errors: as `openFlac`. */
export async function openOggFlac(reader: ByteReader, name: string): Promise<Decoding> {
  const packets = new ByteReader(packetsOf(reader));
  const mapping = await packets.fill(MAPPING_BYTES);
  if (mapping.length < MAPPING_BYTES) {
    throw unreadableAudio(name, "is an Ogg FLAC file with a broken header");
  }
  packets.consume(MAPPING_BYTES);
  return openFlac(packets, name);
}

async function* packetsOf(reader: ByteReader): AsyncGenerator<Uint8Array> {
  for await (const { packets } of new OggStream(reader, "ogg-flac").parts()) yield* packets;
}
