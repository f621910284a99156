import type { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { checkHeader, unreadableAudio } from "../audio-fault.ts";
import { viewOf } from "../bytes.ts";
import type { Decoding } from "../decoding.ts";
import type { OggLink } from "./ogg-links.ts";

type OggPage = Parameters<OggVorbisDecoder["decodeOggPages"]>[0][number];

const HEADER_PACKETS = 3;
const HEAD_BYTES = 30;

/**
 * Opens a link of Ogg Vorbis.
 * @throws {AffektError} `unreadable` for a broken header, and from the blocks where nothing decodes.
 */
export function openOggVorbis(link: OggLink, name: string): Decoding {
  const { head } = link;
  if (head === undefined || head.length < HEAD_BYTES) {
    throw unreadableAudio(name, "is an Ogg Vorbis file with a broken header");
  }
  const channelCount = head[11]!;
  const sampleRate = viewOf(head).getUint32(12, true);
  checkHeader(name, sampleRate, channelCount);
  return {
    format: "ogg-vorbis",
    sampleRate,
    channelCount,
    expectedLength: undefined,
    isFloat: true,
    warnings: [],
    blocks: blocksOf(link, channelCount, name),
  };
}

async function* blocksOf(
  link: OggLink,
  channelCount: number,
  name: string,
): AsyncGenerator<Float32Array[]> {
  const { OggVorbisDecoder } = await import("@wasm-audio-decoders/ogg-vorbis");
  const decoder = new OggVorbisDecoder();
  await decoder.ready;
  try {
    const headers: Uint8Array[] = [];
    let isTried = false;
    let found = 0;
    /** The position before the first packet of sound. */
    let origin: number | undefined;
    for await (const { packets, granule, isLast } of link.parts()) {
      const sound = packets.slice(Math.max(0, HEADER_PACKETS - headers.length)).filter(isSound);
      headers.push(...packets.slice(0, HEADER_PACKETS - headers.length));
      if (sound.length === 0) continue;
      isTried = true;
      const page = pageOf(sound, headers);
      const { channelData, samplesDecoded } = await decoder.decodeOggPages([page]);
      if (channelData.length !== channelCount) continue;
      const before = found;
      found += samplesDecoded;
      if (granule >= 0) origin ??= Math.max(0, granule - found);
      const end = isLast && granule >= 0 ? granule - origin! : Infinity;
      yield channelData.map((samples) => samples.subarray(0, Math.max(0, end - before)));
    }
    if (isTried && found === 0) {
      throw unreadableAudio(name, "is an Ogg Vorbis file of which nothing decodes");
    }
  } finally {
    decoder.free();
  }
}

/** Whether a packet is one of sound: its first bit is 0. */
function isSound(packet: Uint8Array): boolean {
  return packet.length > 0 && (packet[0]! & 1) === 0;
}

/**
 * A page of audio packets in the decoder's format. The decoder's own Ogg parser is bypassed, which halves the memory. No page is
 * marked as the last one, so that the decoder does not trim the end itself.
 */
function pageOf(packets: readonly Uint8Array[], headers: readonly Uint8Array[]): OggPage {
  const [identification, , vorbisSetup] = headers;
  const codecFrames = packets.map((data) => ({ data, header: { vorbisSetup } }));
  const page = { data: identification, codecFrames, isLastPage: false, totalSamples: 0 };
  return page as unknown as OggPage; // the decoder looks at no more than that
}
