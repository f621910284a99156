import type { Audio } from "./audio.ts";
import { checkHeader, unreadableAudio } from "./audio-fault.ts";
import { oggWarnings, readOggStream } from "./ogg.ts";

const HEADER_PACKETS = 3;

/** Decodes Ogg Vorbis. Errors: `unreadable` for a broken header or where nothing decodes. */
export async function decodeOggVorbis(bytes: Uint8Array, name: string): Promise<Audio> {
  const stream = readOggStream(bytes, "ogg-vorbis");
  const [head] = stream.packets;
  if (head === undefined || head.length < 30) {
    throw unreadableAudio(name, "is an Ogg Vorbis file with a broken header");
  }
  const channelCount = head[11]!;
  const sampleRate = new DataView(head.buffer, head.byteOffset).getUint32(12, true);
  checkHeader(name, sampleRate, channelCount);
  const warnings = oggWarnings(stream, 0);
  if (stream.packets.length <= HEADER_PACKETS) {
    const channels = Array.from({ length: channelCount }, () => new Float32Array(0));
    return { channels, sampleRate, format: "ogg-vorbis", warnings };
  }
  const { OggVorbisDecoder } = await import("@wasm-audio-decoders/ogg-vorbis");
  const decoder = new OggVorbisDecoder();
  await decoder.ready;
  try {
    const { channelData } = await decoder.decodeFile(stream.pages);
    if (channelData.length === 0) {
      throw unreadableAudio(name, "is an Ogg Vorbis file of which nothing decodes");
    }
    return { channels: channelData, sampleRate, format: "ogg-vorbis", warnings };
  } finally {
    decoder.free();
  }
}
