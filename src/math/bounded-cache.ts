const MAX_BYTES = 1 << 26;

/** Computed values by key. The least recently used are dropped when all of them take more than a limit of bytes. */
export class BoundedCache<T> {
  readonly #entries = new Map<string, { readonly value: T; readonly bytes: number }>();
  readonly #bytesOf: (value: T) => number;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(bytesOf: (value: T) => number, maxBytes = MAX_BYTES) {
    this.#bytesOf = bytesOf;
    this.#maxBytes = maxBytes;
  }

  /** The value of a key if it is there. */
  peek(key: string): T | undefined {
    const known = this.#entries.get(key);
    if (known === undefined) return undefined;
    // the last entry is the most recently used
    this.#entries.delete(key);
    this.#entries.set(key, known);
    return known.value;
  }

  /** The value of a key, computed unless it is there. */
  get(key: string, compute: () => T): T {
    const known = this.peek(key);
    if (known !== undefined) return known;
    const value = compute();
    const bytes = this.#bytesOf(value);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    this.#shrink();
    return value;
  }

  #shrink(): void {
    for (const [key, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#entries.delete(key);
      this.#bytes -= bytes;
    }
  }
}
