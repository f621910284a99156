import { describe, expect, test } from "vitest";
import { openAudioStream } from "./decode.ts";
import { decodeInPieces, decodeSafely } from "./fuzzing.fixture.ts";
import { RECORDINGS } from "./recordings.fixture.ts";
import { encodeWav } from "./pcm/wav-write.ts";

test.each(RECORDINGS)("$name is the same in pieces of any size", async ({ bytes }) => {
  const whole = await decodeSafely(bytes);
  for (const size of [1, 7, 1000]) expect(await decodeInPieces(bytes, size)).toEqual(whole);
});

const PIECE = new Uint8Array(1 << 16);

/** A recording of silence that continues for some pieces of 64 kB, or ends in an error. Tells how far it was read and whether it was closed. */
class Source {
  read = 0;
  isClosed = false;
  readonly #pieces: number;
  readonly #failure: Error | undefined;

  constructor(pieces: number, failure?: Error) {
    this.#pieces = pieces;
    this.#failure = failure;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      const header = encodeWav({ channels: [new Float32Array(0)], sampleRate: 8000 });
      header.fill(0xff, 40, 44);
      yield header;
      while (this.read < this.#pieces) {
        this.read++;
        yield PIECE;
      }
      if (this.#failure !== undefined) throw this.#failure;
    } finally {
      this.isClosed = true;
    }
  }
}

describe("a stream", () => {
  test("is read no faster than it is decoded, in blocks as long as the pieces", async () => {
    const source = new Source(1000);
    const { blocks } = await openAudioStream(source);
    expect(source.read).toBeLessThanOrEqual(1);
    let length = 0;
    for await (const [block] of blocks) {
      length += block!.length;
      expect(block!.length).toBeLessThanOrEqual(PIECE.length);
      expect(source.read * PIECE.length).toBeLessThanOrEqual(length * 2 + 2 * PIECE.length);
    }
    expect(length).toBe((1000 * PIECE.length) / 2);
    expect(source.isClosed).toBe(true);
  });

  test("closes its source when the loop is left, when it is closed, and when it is not audio", async () => {
    const left = new Source(10);
    for await (const _ of (await openAudioStream(left)).blocks) break;
    expect(left).toMatchObject({ isClosed: true, read: 1 });

    const closed = new Source(10);
    await (await openAudioStream(closed)).close();
    expect(closed.isClosed).toBe(true);

    let isClosed = false;
    async function* text(): AsyncGenerator<Uint8Array> {
      try {
        yield new TextEncoder().encode("no audio at all");
      } finally {
        isClosed = true;
      }
    }
    await expect(openAudioStream(text())).rejects.toMatchObject({ code: "unreadable" });
    expect(isClosed).toBe(true);
  });

  test("passes an error of its source on as it is, at the start and later", async () => {
    const failure = new Error("the line went dead");
    const dead: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(failure) }),
    };
    await expect(openAudioStream(dead)).rejects.toBe(failure);
    const { blocks } = await openAudioStream(new Source(2, failure));
    let count = 0;
    const drain = async (): Promise<void> => {
      for await (const _ of blocks) count++;
    };
    await expect(drain()).rejects.toBe(failure);
    expect(count).toBeGreaterThan(0);
  });

  test("says how much the header promises", async () => {
    const bytes = encodeWav({ channels: [new Float32Array(300)], sampleRate: 8000 });
    async function* once(): AsyncGenerator<Uint8Array> {
      yield bytes;
    }
    expect(await openAudioStream(once())).toMatchObject({ expectedLength: 300 });
    expect(await openAudioStream(new Source(1))).toMatchObject({ expectedLength: undefined });
  });
});
