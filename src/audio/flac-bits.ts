/** Zero bytes that the input of a `FlacBits` must end with: more than the longest run of fields between two bound checks. */
export const PADDING = 256;

/** Bits that one look at the data is sure to show. */
const WINDOW = 25;

/**
 * Reads the bit fields of FLAC, most significant bit first. Reading past the end gives zeros: after every
 * field group of which the length is the stream's to say, `exhausted` must be asked.
 */
export class FlacBits {
  readonly #view: DataView;
  readonly #byteLength: number;
  #base = 0;
  /** Bits from the base, so that they stay small integers in files of any size. */
  #bit = 0;
  #end = 0;

  /** `padded` is the file followed by `PADDING` zeros. */
  constructor(padded: Uint8Array) {
    this.#view = new DataView(padded.buffer, padded.byteOffset, padded.byteLength);
    this.#byteLength = padded.byteLength - PADDING;
  }

  /** Goes to a byte. */
  seek(byte: number): void {
    this.#base = byte;
    this.#bit = 0;
    this.#end = Math.min((this.#byteLength - byte) * 8, 0x7fffffff);
  }

  /** Goes to the next whole byte and returns its offset. */
  align(): number {
    this.#bit = (this.#bit + 7) & ~7;
    return this.#base + (this.#bit >>> 3);
  }

  /** Whether more was read than there is. */
  get exhausted(): boolean {
    return this.#bit > this.#end;
  }

  /** Whether `count` further bits are there. */
  has(count: number): boolean {
    return this.#bit + count <= this.#end;
  }

  /** An unsigned number of 0 to 31 bits. */
  unsigned(count: number): number {
    if (count > WINDOW) return (this.unsigned(count - 16) << 16) | this.unsigned(16);
    const value = (this.#window() >>> 1) >>> (31 - count);
    this.#bit += count;
    return value;
  }

  /** A two's complement number of 0 to 32 bits. */
  signed(count: number): number {
    if (count > WINDOW) return (this.signed(count - 16) << 16) | this.unsigned(16);
    const value = (this.#window() >> 1) >> (31 - count);
    this.#bit += count;
    return count === 0 ? 0 : value;
  }

  /** The number of zeros before the next one, which is read too. */
  unary(): number {
    let zeros = 0;
    while (this.has(1)) {
      const window = this.#window() & 0xffffff80;
      if (window !== 0) {
        const leading = Math.clz32(window);
        this.#bit += leading + 1;
        return zeros + leading;
      }
      zeros += WINDOW;
      this.#bit += WINDOW;
    }
    this.#bit = this.#end + 1;
    return 0;
  }

  /** Fills `out` from `start` to `end` with Rice-coded numbers of parameter `k` (0 to 30); false where data runs out. */
  rice(out: Int32Array, start: number, end: number, k: number): boolean {
    if (!this.has((end - start) * (k + 1))) return false;
    const view = this.#view;
    const base = this.#base;
    const down = 31 - k;
    const longest = WINDOW - 1 - k;
    let bit = this.#bit;
    for (let i = start; i < end; i++) {
      const window = view.getInt32(base + (bit >>> 3)) << (bit & 7);
      const quotient = Math.clz32(window);
      let folded: number;
      if (quotient <= longest) {
        folded = (quotient << k) | (((window << (quotient + 1)) >>> 1) >>> down);
        bit += quotient + 1 + k;
      } else {
        this.#bit = bit;
        folded = (this.unary() << k) | this.unsigned(k);
        if (this.exhausted) return false;
        bit = this.#bit;
      }
      out[i] = (folded >>> 1) ^ -(folded & 1);
    }
    this.#bit = bit;
    return !this.exhausted;
  }

  /** The next `WINDOW` bits or more, left-aligned in 32. */
  #window(): number {
    return this.#view.getInt32(this.#base + (this.#bit >>> 3)) << (this.#bit & 7);
  }
}
