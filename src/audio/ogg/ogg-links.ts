import { concatenateBytes } from "../../math/concatenate.ts";
import type { ByteReader } from "../byte-reader.ts";
import { startsWith } from "../bytes.ts";
import { type OggPage, readPages } from "./ogg-pages.ts";

/** A codec that Affekt reads out of an Ogg container. */
export type OggCodec = "ogg-vorbis" | "ogg-opus" | "ogg-flac";

/** The content of one page of a stream. */
export interface OggPart {
  /** The packets that end on it. */
  readonly packets: readonly Uint8Array[];
  /** The position in samples after the last of them; -1 if there is none. */
  readonly granule: number;
  /** Whether it is the stream's last page. */
  readonly isLast: boolean;
}

const CODECS: readonly (readonly [magic: string, codec: OggCodec])[] = [
  ["OpusHead", "ogg-opus"],
  ["\x01vorbis", "ogg-vorbis"],
  ["\x7fFLAC", "ogg-flac"],
];

const OTHER_CODECS: readonly (readonly [magic: string, name: string])[] = [
  ["Speex   ", "Ogg Speex"],
  ["\x80theora", "Ogg video (Theora)"],
  ["BBCD\0", "Ogg video (Dirac)"],
];

/** More than any packet of sound, or of comments with a picture, needs. */
const MAX_PACKET_BYTES = 2 ** 26;

/** One link of a chained file: the first of its streams that Affekt reads. */
export interface OggLink {
  readonly codec: OggCodec;
  /** The serial number of its stream. */
  readonly serial: number;
  /** The packet that says what the stream is. Undefined if there is none. */
  readonly head: Uint8Array | undefined;
  /** All pages of the stream, with the one of its head. To be read to the end before the next link. */
  readonly parts: () => AsyncIterable<OggPart>;
}

/** Goes from link to link of an Ogg file (RFC 3533, section 4). Pages with a wrong checksum are left out. */
export class OggLinks {
  /** Stretches without an intact page, so far. */
  damaged = 0;
  /** Whether a link ended without the page that is marked as its last one. */
  isTruncated = false;
  /** Names of codecs of links that were left out. */
  readonly leftOut = new Set<string>();
  readonly #pages: AsyncGenerator<OggPage>;
  /** A page that has been read and belongs to what comes next. */
  #ahead: OggPage | undefined;

  constructor(reader: ByteReader) {
    this.#pages = readPages(reader);
  }

  /** The next link with sound that Affekt reads. Undefined after the last one. */
  async next(): Promise<OggLink | undefined> {
    for (;;) {
      const firsts = await this.#firstPages();
      if (firsts.length === 0) return undefined;
      for (const page of firsts) {
        const codec = codecOf(page, CODECS);
        if (codec !== undefined) return this.#linkOf(page, codec);
      }
      this.leftOut.add(codecOf(firsts[0]!, OTHER_CODECS) ?? "Ogg with an unknown codec");
    }
  }

  /** The first pages of all streams of the next link. None after the last link. */
  async #firstPages(): Promise<OggPage[]> {
    const firsts: OggPage[] = [];
    for (;;) {
      const page = await this.#nextPage();
      const isOther =
        page?.isFirst === true && firsts.every(({ serial }) => serial !== page.serial);
      if (isOther) firsts.push(page);
      else if (page === undefined || firsts.length > 0) {
        this.#ahead = page;
        return firsts;
      }
    }
  }

  #linkOf(first: OggPage, codec: OggCodec): OggLink {
    const joiner = new PacketJoiner();
    const start = partOf(first, joiner);
    return {
      codec,
      serial: first.serial,
      head: start.packets[0],
      parts: () => this.#partsOf(start, first.serial, joiner),
    };
  }

  async *#partsOf(start: OggPart, serial: number, joiner: PacketJoiner): AsyncGenerator<OggPart> {
    yield start;
    let isComplete = start.isLast;
    for (let page = await this.#nextPage(); page !== undefined; page = await this.#nextPage()) {
      if (page.isFirst) {
        this.#ahead = page;
        break;
      }
      if (page.serial !== serial || isComplete) continue;
      isComplete = page.isLast;
      yield partOf(page, joiner);
    }
    if (!isComplete) this.isTruncated = true;
  }

  async #nextPage(): Promise<OggPage | undefined> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead !== undefined) return ahead;
    const { done, value } = await this.#pages.next();
    if (done === true) return undefined;
    if (value.followsDamage) this.damaged++;
    return value;
  }
}

function partOf(page: OggPage, joiner: PacketJoiner): OggPart {
  const packets = joiner.add(page);
  const granule = packets.length > 0 ? page.granule : -1;
  return { packets, granule, isLast: page.isLast };
}

/** Puts the packets of a stream together out of pieces on its pages. */
class PacketJoiner {
  #pieces: Uint8Array[] = [];
  #length = 0;

  /** The packets that end on the next page. One whose beginning is missing is left out. */
  add({ isContinued, lacing, content }: OggPage): Uint8Array[] {
    const packets: Uint8Array[] = [];
    let isOrphan = isContinued && this.#pieces.length === 0;
    if (!isContinued) this.#clear();
    let at = 0;
    for (const length of lacing) {
      if (!isOrphan) this.#pieces.push(content.subarray(at, at + length));
      this.#length += length;
      at += length;
      if (length === 255) continue;
      if (!isOrphan) packets.push(concatenateBytes(this.#pieces));
      isOrphan = false;
      this.#clear();
    }
    if (this.#length > MAX_PACKET_BYTES) this.#clear();
    return packets;
  }

  #clear(): void {
    this.#pieces = [];
    this.#length = 0;
  }
}

function codecOf<T>(
  { content }: OggPage,
  codecs: readonly (readonly [magic: string, value: T])[],
): T | undefined {
  return codecs.find(([magic]) => startsWith(content, magic))?.[1];
}
