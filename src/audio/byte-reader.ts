import { concatenateBytes } from "../math/concatenate.ts";

/**
 * Reads bytes that come in pieces forwards, with a window of those that have come and are not used up yet. Memory is what the
 * caller asks to see at once and one piece.
 */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #window: Uint8Array = new Uint8Array(0);
  #position = 0;
  #hasEnded = false;
  #hasFailed = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The bytes that have come and are not used up. */
  get window(): Uint8Array {
    return this.#window;
  }

  /** The offset of the window in all that came. */
  get position(): number {
    return this.#position;
  }

  /** Whether the source gave an error instead of bytes. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Waits until the window holds at least `count` bytes or all there are, and returns it. */
  async fill(count: number): Promise<Uint8Array> {
    if (this.#window.length >= count || this.#hasEnded) return this.#window;
    const pieces = [this.#window];
    let length = this.#window.length;
    while (length < count && !this.#hasEnded) {
      this.#hasFailed = true;
      const { done = false, value } = await this.#source.next();
      this.#hasFailed = false;
      this.#hasEnded = done;
      if (!done) {
        pieces.push(value);
        length += value.length;
      }
    }
    this.#window = concatenateBytes(pieces);
    return this.#window;
  }

  /** Uses up `count` bytes of the window. */
  consume(count: number): void {
    this.#window = this.#window.subarray(count);
    this.#position += count;
  }

  /** Uses up `count` bytes or all there are. */
  async skip(count: number): Promise<void> {
    for (let left = count; left > 0 && (await this.fill(1)).length > 0;) {
      const used = Math.min(left, this.#window.length);
      this.consume(used);
      left -= used;
    }
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

/** Bytes that are there at once, as a source. */
export async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
