import { unreadableAudio, unsupportedAudio } from "../audio-fault.ts";
import { ByteReader, onePiece } from "../byte-reader.ts";
import { concatenateBytes } from "../../math/concatenate.ts";
import { type OggPage, readPages } from "./ogg-pages.ts";

/** What Affekt reads out of an Ogg container. */
export type OggCodec = "ogg-vorbis" | "ogg-opus" | "ogg-flac";

/** What one page of a stream brings. */
export interface OggPart {
  /** The packets that end on it. */
  readonly packets: readonly Uint8Array[];
  /** The position in samples after the last of them; -1 where there is none. */
  readonly granule: number;
  /** Whether it is the stream's last page. */
  readonly isLast: boolean;
  /** The page as bytes. */
  readonly page: Uint8Array;
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

/** Tells the codec of the first stream in a file's beginning that can be read. Errors: `unsupported` for others, `unreadable` without a page. */
export async function findOggStream(head: Uint8Array, name: string): Promise<OggCodec> {
  let found: string | undefined;
  for await (const page of readPages(new ByteReader(onePiece(head)))) {
    if (!page.isFirst) break;
    const codec = codecOf(page, CODECS);
    if (codec !== undefined) return codec;
    found ??= codecOf(page, OTHER_CODECS) ?? "Ogg with an unknown codec";
  }
  if (found === undefined) {
    throw unreadableAudio(name, "is an Ogg file without an intact first page");
  }
  throw unsupportedAudio(name, found);
}

/** Reads the first stream of a codec, page by page; pages with a wrong check sum are left out. */
export class OggStream {
  /** Whether the page that is marked as the last one was there. */
  isComplete = false;
  /** Whether more streams of the codec follow it. */
  isChained = false;
  /** Stretches without an intact page. */
  damaged = 0;
  readonly #parts: AsyncGenerator<OggPart>;
  #first: OggPart | undefined;

  constructor(reader: ByteReader, codec: OggCodec) {
    this.#parts = this.#read(reader, codec);
  }

  /** The packet that says what the stream is; undefined where there is none. */
  async head(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#parts.next();
    this.#first = done === true ? undefined : value;
    return this.#first?.packets[0];
  }

  /** All of the stream, with its head; goes to the end of the file, after which the rest is known, too. */
  async *parts(): AsyncGenerator<OggPart> {
    if (this.#first !== undefined) yield this.#first;
    yield* this.#parts;
  }

  async *#read(reader: ByteReader, codec: OggCodec): AsyncGenerator<OggPart> {
    const packets = new PacketJoiner();
    let serial: number | undefined;
    for await (const page of readPages(reader)) {
      if (page.followsDamage) this.damaged++;
      if (page.isFirst && codecOf(page, CODECS) === codec) {
        this.isChained = serial !== undefined;
        serial ??= page.serial;
      }
      if (page.serial !== serial || this.isComplete) continue;
      this.isComplete = page.isLast;
      const ended = packets.add(page);
      const granule = ended.length > 0 ? page.granule : -1;
      yield { packets: ended, granule, isLast: page.isLast, page: page.whole };
    }
  }

  /** What is wrong with the stream, of which `lost` packets did not decode. */
  warnings(lost: number): string[] {
    const warnings: string[] = [];
    if (lost > 0) warnings.push(`damaged: packets that could not be decoded: ${lost}`);
    if (this.damaged > 0)
      warnings.push(`damaged: stretches without an intact page: ${this.damaged}`);
    if (this.isChained) warnings.push("chained: only the first recording in the file is read");
    if (!this.isComplete) warnings.push("truncated: the Ogg stream has no last page");
    return warnings;
  }
}

/** Puts the packets of a stream together out of pieces on its pages. */
class PacketJoiner {
  #pieces: Uint8Array[] = [];
  #length = 0;

  /** The packets that end on the next page; one whose beginning is missing is left out. */
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
  codecs: readonly (readonly [string, T])[],
): T | undefined {
  const head = String.fromCharCode(...content.subarray(0, 8));
  return codecs.find(([magic]) => head.startsWith(magic))?.[1];
}
