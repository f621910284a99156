import { unreadableAudio, unsupportedAudio } from "../audio-fault.ts";
import type { ByteReader } from "../byte-reader.ts";
import type { Block, Decoding } from "../decoding.ts";
import { uniformBlocks } from "../uniform-blocks.ts";
import { openOggFlac } from "./ogg-flac.ts";
import { type OggCodec, type OggLink, OggLinks } from "./ogg-links.ts";
import { openOggOpus } from "./ogg-opus.ts";
import { openOggVorbis } from "./ogg-vorbis.ts";

const OPENERS: Readonly<
  Record<OggCodec, (link: OggLink, name: string) => Decoding | Promise<Decoding>>
> = {
  "ogg-vorbis": openOggVorbis,
  "ogg-opus": openOggOpus,
  "ogg-flac": openOggFlac,
};

/**
 * Opens an Ogg file of Vorbis, Opus or FLAC. Of several streams at once the first of these, of chained files all links.
 * @throws {AffektError} `unreadable` for broken headers, and from the blocks where nothing of the first link decodes;
 * `unsupported` for other codecs and for ambisonics.
 */
export async function openOgg(reader: ByteReader, name: string): Promise<Decoding> {
  const links = new OggLinks(reader);
  const link = await links.next();
  if (link === undefined) {
    const [other] = links.leftOut;
    if (other !== undefined) throw unsupportedAudio(name, other);
    throw unreadableAudio(name, "is an Ogg file without an intact first page");
  }
  const first = await OPENERS[link.codec](link, name);
  const warnings: string[] = [];
  return {
    ...first,
    warnings,
    blocks: uniformBlocks(blocksOf(reader, links, first, warnings, name), first, warnings),
  };
}

/** Blocks of all links, and the warnings about them. */
async function* blocksOf(
  reader: ByteReader,
  links: OggLinks,
  first: Decoding,
  warnings: string[],
  name: string,
): AsyncGenerator<Block> {
  yield* linkBlocks(first, warnings);
  for (let link = await links.next(); link !== undefined; link = await links.next()) {
    try {
      yield* linkBlocks(await OPENERS[link.codec](link, name), warnings);
    } catch (error) {
      if (reader.hasFailed) throw error;
      warnings.push("damaged: one of the chained streams cannot be decoded");
    }
  }
  if (links.damaged > 0) {
    warnings.push(`damaged: stretches without an intact page: ${links.damaged}`);
  }
  for (const codec of links.leftOut) warnings.push(`left out: a chained stream is ${codec}`);
  if (links.isTruncated) warnings.push("truncated: the Ogg stream has no last page");
}

async function* linkBlocks(
  { sampleRate, blocks, warnings: own }: Decoding,
  warnings: string[],
): AsyncGenerator<Block> {
  for await (const channels of blocks) yield { sampleRate, channels };
  warnings.push(...own);
}
