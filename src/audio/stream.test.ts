import { expect, test } from "vitest";
import { decodeAudio, openAudioStream } from "./decode.ts";
import golden from "./decode.golden.json" with { type: "json" };

/** Bytes in pieces of a size; tells whether it was closed. */
class Source {
  isClosed = false;
  readonly #bytes: Uint8Array;
  readonly #size: number;

  constructor(bytes: Uint8Array, size: number) {
    this.#bytes = bytes;
    this.#size = size;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (let at = 0; at < this.#bytes.length; at += this.#size) {
        yield this.#bytes.subarray(at, at + this.#size);
      }
    } finally {
      this.isClosed = true;
    }
  }
}

async function collect(bytes: Uint8Array, size: number) {
  const source = new Source(bytes, size);
  const {
    blocks,
    warnings,
    close: _close,
    expectedLength: _expectedLength,
    channelCount,
    ...facts
  } = await openAudioStream(source, "x");
  const channels = Array.from({ length: channelCount }, () => [] as number[]);
  for await (const block of blocks) {
    expect(block[0]!.length).toBeGreaterThan(0);
    for (const [c, samples] of block.entries()) channels[c]!.push(...samples);
  }
  expect(source.isClosed).toBe(true);
  return { ...facts, warnings, channels: channels.map((samples) => Float32Array.from(samples)) };
}

test.each(golden)("$name is the same in pieces of any size", async ({ name, bytes }) => {
  const whole = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const expected = await decodeAudio(whole, name);
  for (const size of [1, 7, 1000, whole.length]) {
    expect(await collect(whole, size)).toEqual(expected);
  }
});
