import type { Audio } from "./audio.ts";
import { unreadableAudio } from "./audio-fault.ts";
import { collectAudio, streamAudio } from "./audio-stream.ts";
import { onePiece } from "./byte-reader.ts";
import { openFlac } from "./flac.ts";
import { concatenate, readOggStream } from "./ogg.ts";

/** Bytes before the `fLaC` marker in the first packet. */
const MAPPING_BYTES = 9;

/** Decodes FLAC in an Ogg container: its packets, put together, are a FLAC file. Errors: as `decodeFlac`. */
export async function decodeOggFlac(bytes: Uint8Array, name: string): Promise<Audio> {
  const [head, ...rest] = readOggStream(bytes, "ogg-flac").packets;
  if (head === undefined) throw unreadableAudio(name, "is an Ogg FLAC file with a broken header");
  return collectAudio(
    await streamAudio(
      onePiece(concatenate([head.subarray(MAPPING_BYTES), ...rest])),
      name,
      (reader) => openFlac(reader, name),
    ),
  );
}
