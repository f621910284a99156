import type { ByteReader } from "./byte-reader.ts";
import { fourCharacters, viewOf } from "./bytes.ts";

/** Layout of a container's chunk headers. */
export interface ChunkStyle {
  readonly littleEndian: boolean;
  /** Whether ids have 16 bytes and sizes eight, with the header in them, and chunks start at multiples of eight: Wave64. */
  readonly isWide: boolean;
}

/** A chunk's header: four characters and how many bytes it says follow. */
export interface Chunk {
  readonly id: string;
  readonly size: number;
}

const ID_BYTES = 4;

/** Goes from chunk to chunk of a RIFF, IFF or Wave64 file. */
export class ChunkReader {
  readonly #reader: ByteReader;
  readonly #style: ChunkStyle;
  #end: number;

  /** `reader` stands where the first chunk starts. */
  constructor(reader: ByteReader, style: ChunkStyle) {
    this.#reader = reader;
    this.#style = style;
    this.#end = reader.position;
  }

  /** Skips the rest of the last chunk and reads the next one's header. Undefined if there is none. */
  async next(): Promise<Chunk | undefined> {
    const { littleEndian, isWide } = this.#style;
    await this.#reader.skip(this.#end - this.#reader.position);
    await this.#skipPadding();
    const headerBytes = isWide ? 24 : 8;
    const head = await this.#reader.fill(headerBytes);
    if (head.length < headerBytes) return undefined;
    const view = viewOf(head);
    const size = isWide
      ? Math.max(0, Number(view.getBigUint64(16, true)) - headerBytes)
      : view.getUint32(4, littleEndian);
    this.#reader.consume(headerBytes);
    this.#end = this.#reader.position + size;
    return { id: fourCharacters(head, 0), size };
  }

  /** The beginning of the present chunk's content: `count` bytes or as many as there are. */
  async content(count: number): Promise<Uint8Array> {
    const wanted = Math.min(count, this.#end - this.#reader.position);
    return (await this.#reader.fill(wanted)).subarray(0, wanted);
  }

  /** Chunks of odd length are followed by a byte of zero, which some writers leave out. */
  async #skipPadding(): Promise<void> {
    if (this.#style.isWide) return this.#reader.skip(-this.#end & 7);
    if (this.#end % 2 === 0) return;
    const ahead = await this.#reader.fill(ID_BYTES);
    if (!isChunkId(ahead)) await this.#reader.skip(1);
  }
}

/** Whether bytes start like a chunk's header: with four printable characters. */
export function isChunkId(bytes: Uint8Array): boolean {
  const id = bytes.subarray(0, ID_BYTES);
  return id.length === ID_BYTES && id.every((byte) => byte >= 0x20 && byte < 0x7f);
}
