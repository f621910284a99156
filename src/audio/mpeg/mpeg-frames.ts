import type { ByteReader } from "../byte-reader.ts";
import { skipTags } from "../leading-tags.ts";
import {
  CONFIRMATION_BYTES,
  findMpeg,
  isConfirmed,
  isSameStream,
  type MpegFrame,
  promisedFrames,
  readMpegFrame,
} from "./mpeg-frame.ts";

/** Bytes of frames that are given at once, about. */
const BATCH_BYTES = 16384;
/** Frames that are given at once at most: less than two seconds of sound at low bit rates. */
const BATCH_FRAMES = 64;

/** Whole frames of one stream, one after the other. */
export interface MpegBatch {
  readonly bytes: Uint8Array;
  readonly count: number;
  /** The header of the first frame. */
  readonly first: MpegFrame;
  /** Whether any frame is in stereo. */
  readonly isStereo: boolean;
  /** Whether they begin a stream of their own: the first one, and where another file or another rate follows. */
  readonly isNewStream: boolean;
  /** Of a new stream, the frames that its information header promises. Undefined without one. */
  readonly promised: number | undefined;
}

/** Goes from frame to frame of MPEG audio. Bytes between frames that are no frame are left out. */
export class MpegFrames {
  /** Stretches between frames that hold none, so far. */
  damaged = 0;
  readonly #reader: ByteReader;
  #current: MpegFrame | undefined;

  /** `reader` stands at a frame. */
  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  /** The frames, some at once. */
  async *batches(): AsyncGenerator<MpegBatch> {
    for (;;) {
      const batch = await this.#takeFrames();
      if (batch !== undefined) yield batch;
      else if (!(await skipTags(this.#reader))) {
        if (!(await this.#goToFrame())) return;
        this.damaged++;
      }
    }
  }

  /** Uses up frames of one stream that follow each other at once. Undefined where the next is no frame or cut off. */
  async #takeFrames(): Promise<MpegBatch | undefined> {
    const wanted = BATCH_BYTES + CONFIRMATION_BYTES;
    const window = await this.#reader.fill(wanted);
    const first = readMpegFrame(window, 0);
    if (first === undefined || first.bytes > window.length) return undefined;
    const isOther = this.#current !== undefined && !isSameStream(first, this.#current);
    if (isOther && !isConfirmed(window, 0)) return undefined;
    const promised = promisedFrames(window, 0, first);
    const end = window.length < wanted ? window.length : BATCH_BYTES;
    let at = 0;
    let count = 0;
    let isStereo = false;
    while (at < end && count < BATCH_FRAMES) {
      const frame = readMpegFrame(window, at);
      if (frame === undefined || !isSameStream(first, frame) || at + frame.bytes > window.length)
        break;
      if (count > 0 && promisedFrames(window, at, frame) !== undefined) break;
      if (isCutOff(window, at, frame)) break;
      isStereo ||= frame.channelCount === 2;
      at += frame.bytes;
      count++;
    }
    if (count === 0) return undefined;
    const isNewStream = this.#current === undefined || isOther || promised !== undefined;
    this.#current = first;
    this.#reader.consume(at);
    return { bytes: window.subarray(0, at), count, first, isStereo, isNewStream, promised };
  }

  /** Skips the bytes before the next confirmed frame. False if there is none. */
  async #goToFrame(): Promise<boolean> {
    for (let start = 1; ; start = 0) {
      const window = await this.#reader.fill(BATCH_BYTES + CONFIRMATION_BYTES);
      const hasEnded = window.length < BATCH_BYTES + CONFIRMATION_BYTES;
      const end = hasEnded ? window.length : window.length - CONFIRMATION_BYTES;
      const at = findMpeg(window, start, end, this.#current);
      this.#reader.consume(at ?? end);
      if (at !== undefined || hasEnded) return at !== undefined;
    }
  }
}

/** Whether other frames begin within a frame, so that it is not all there. */
function isCutOff(bytes: Uint8Array, at: number, frame: MpegFrame): boolean {
  const next = at + frame.bytes;
  if (next >= bytes.length || readMpegFrame(bytes, next) !== undefined) return false;
  return findMpeg(bytes, at + 1, next) !== undefined;
}
