/** Bytes that come only once, of which the beginning can be read again. */
export class RewindableBytes {
  readonly #source: AsyncIterator<Uint8Array>;
  #kept: Uint8Array[] | undefined = [];

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The bytes, kept to be read again. Leaving them early closes the source only after `forget`. */
  async *read(): AsyncGenerator<Uint8Array> {
    try {
      for (let next = await this.#source.next(); next.done !== true;) {
        this.#kept?.push(next.value);
        yield next.value;
        next = await this.#source.next();
      }
    } finally {
      if (this.#kept === undefined) await this.close();
    }
  }

  /** All bytes from the beginning. */
  async *again(): AsyncGenerator<Uint8Array> {
    const kept = this.#kept ?? [];
    this.forget();
    try {
      yield* kept;
      yield* this.read();
    } finally {
      await this.close();
    }
  }

  /** Closes the source. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  /** Keeps no more: what has been read cannot be read again. */
  forget(): void {
    this.#kept = undefined;
  }
}
