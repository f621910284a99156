/** The memory is asked for in steps of this size. */
const STEP = 1 << 20;

/**
 * Bytes that come in pieces, in memory that grows with them and that threads share: they are copied once, as they come, and a thread gets
 * them without a copy.
 */
export class SharedBytes {
  readonly #buffer: SharedArrayBuffer;
  #length = 0;

  /** Takes only addresses for `mostBytes`. */
  constructor(mostBytes: number) {
    this.#buffer = new SharedArrayBuffer(0, { maxByteLength: mostBytes });
  }

  /** @throws {RangeError} for more than `mostBytes`, or where there is no memory. */
  push(piece: Uint8Array): void {
    const { byteLength, maxByteLength } = this.#buffer;
    const end = this.#length + piece.length;
    if (end > byteLength) this.#buffer.grow(Math.min(maxByteLength, end + STEP));
    new Uint8Array(this.#buffer, this.#length, piece.length).set(piece);
    this.#length = end;
  }

  /** The bytes so far. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#buffer, 0, this.#length);
  }
}
