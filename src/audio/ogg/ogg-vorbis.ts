import type { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { checkHeader, unreadableAudio } from "../audio-fault.ts";
import { viewOf } from "../bytes.ts";
import { concatenateBytes } from "../../math/concatenate.ts";
import type { Decoding } from "../decoding.ts";
import type { OggLink } from "./ogg-links.ts";

const HEADER_PACKETS = 3;
const HEAD_BYTES = 30;
/** Bytes of pages that are decoded at once: page by page takes twice as long. */
const BATCH_BYTES = 65536;

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
    let isTried = false;
    let isDecoded = false;
    for await (const channels of decodePages(decoder, link)) {
      isTried = true;
      if (channels.length !== channelCount) continue;
      isDecoded = true;
      yield channels;
    }
    if (isTried && !isDecoded) {
      throw unreadableAudio(name, "is an Ogg Vorbis file of which nothing decodes");
    }
  } finally {
    decoder.free();
  }
}

/** The decoded pages; none where there is no packet of sound. */
async function* decodePages(
  decoder: OggVorbisDecoder,
  link: OggLink,
): AsyncGenerator<Float32Array[]> {
  let packets = 0;
  let pages: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of link.parts()) {
    packets += part.packets.length;
    pages.push(part.page);
    bytes += part.page.length;
    if (packets <= HEADER_PACKETS || bytes < BATCH_BYTES) continue;
    yield (await decoder.decode(concatenateBytes(pages))).channelData;
    pages = [];
    bytes = 0;
  }
  if (packets > HEADER_PACKETS) {
    yield (await decoder.decode(concatenateBytes(pages))).channelData;
    yield (await decoder.flush()).channelData;
  }
}
