import type { ByteReader } from "../byte-reader.ts";
import { findMp3, MAX_FRAME_BYTES, type Mp3Frame, readMp3Frame } from "./mp3-frame.ts";

const HEADER_BYTES = 4;
/** Bytes of frames that are given at once, about. */
const BATCH_BYTES = 16384;

/** Goes from frame to frame of MPEG audio layer III at one sample rate; what is between them is left out. */
export class Mp3Frames {
  /** Whole frames so far. */
  count = 0;
  /** Stretches between frames that hold none, so far. */
  damaged = 0;
  readonly #reader: ByteReader;
  readonly #sampleRate: number;

  constructor(reader: ByteReader, { sampleRate }: Mp3Frame) {
    this.#reader = reader;
    this.#sampleRate = sampleRate;
  }

  /** The bytes of frames, some at once. */
  async *batches(): AsyncGenerator<Uint8Array> {
    let isInStep = true;
    while (isInStep || (await this.#goToFrame())) {
      const frames = await this.#takeFrames();
      if (!isInStep) this.damaged++;
      isInStep = frames.length > 0;
      if (isInStep) yield frames;
    }
  }

  /** Uses up frames that follow each other at once; none where the next is no frame or cut off. */
  async #takeFrames(): Promise<Uint8Array> {
    const wanted = BATCH_BYTES + MAX_FRAME_BYTES;
    const window = await this.#reader.fill(wanted);
    const end = window.length < wanted ? window.length : BATCH_BYTES;
    let at = 0;
    while (at < end) {
      const frame = readMp3Frame(window, at);
      if (frame?.sampleRate !== this.#sampleRate || at + frame.bytes > window.length) break;
      at += frame.bytes;
      this.count++;
    }
    this.#reader.consume(at);
    return window.subarray(0, at);
  }

  /** Leaves out what is before the next frame that another one follows; false where there is none. */
  async #goToFrame(): Promise<boolean> {
    const ahead = MAX_FRAME_BYTES + HEADER_BYTES;
    for (let start = 1; ; start = 0) {
      const window = await this.#reader.fill(BATCH_BYTES + ahead);
      const hasEnded = window.length < BATCH_BYTES + ahead;
      const end = hasEnded ? window.length : window.length - ahead;
      const at = findMp3(window, start, end, this.#sampleRate);
      this.#reader.consume(at ?? end);
      if (at !== undefined || hasEnded) return at !== undefined;
    }
  }
}
