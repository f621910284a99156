import type { IncomingMessage } from "node:http";
import { FormReader } from "./form-reader.ts";
import { Refusal } from "./refusal.ts";
import { SharedBytes } from "./shared-bytes.ts";

/** A recording that was uploaded. Its memory counts until it is disposed of. */
export interface Upload extends Disposable {
  /** In memory that threads share. */
  readonly bytes: Uint8Array;
  /** The name that the client gave, without folders. */
  readonly name: string;
}

/** Options of `Uploads`. */
export interface UploadLimits {
  /** The largest upload. */
  readonly maxMegabytes: number;
  /** All uploads at once. */
  readonly maxTotalMegabytes: number;
  /** The longest time for an upload. */
  readonly timeoutSeconds: number;
}

/** The uploads of a server: each bounded in size and time, all of them in memory. */
export class Uploads {
  readonly #limits: UploadLimits;
  #held = 0;

  constructor(limits: UploadLimits) {
    this.#limits = limits;
  }

  /** The bytes of all uploads that are in memory. */
  get heldBytes(): number {
    return this.#held;
  }

  /**
   * Reads the recording in a request: its body, or the part `file` of a form. An upload over a limit is refused at once where its length is
   * announced, else as soon as the limit is passed.
   * @throws {Refusal} 400 without a recording; 408 where the body does not come in time; 413 for a large one; 503 where all are too large.
   */
  async read(incoming: IncomingMessage): Promise<Upload> {
    let own = 0;
    const hold = (bytes: number): void => {
      own += bytes;
      this.#held += bytes;
      const { maxMegabytes, maxTotalMegabytes } = this.#limits;
      if (own > maxMegabytes * 1e6) throw tooLarge(maxMegabytes);
      if (this.#held > maxTotalMegabytes * 1e6) throw tooMuch();
    };
    const free = (): void => {
      this.#held -= own;
      own = 0;
    };
    try {
      const recording = await this.#recording(incoming, hold);
      return { ...recording, [Symbol.dispose]: free };
    } catch (error) {
      free();
      throw error;
    }
  }

  async #recording(
    incoming: IncomingMessage,
    hold: (bytes: number) => void,
  ): Promise<Pick<Upload, "bytes" | "name">> {
    const { maxMegabytes, timeoutSeconds } = this.#limits;
    const mostBytes = Math.floor(maxMegabytes * 1e6);
    const { "content-length": announced = mostBytes, "content-type": type = "" } = incoming.headers;
    if (Number(announced) > mostBytes) throw tooLarge(maxMegabytes);
    const bytes = new SharedBytes(Number(announced));
    const isForm = /^multipart\/form-data\b/i.test(type);
    const reader = isForm ? new FormReader(type, bytes) : new BodyReader(bytes);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onData = (piece: Buffer): void => {
      try {
        hold(piece.length);
        reader.push(piece);
      } catch (error) {
        reject(error);
      }
    };
    const onBreak = (): void => {
      if (incoming.complete) return;
      reject(new Refusal(400, "invalid-argument", "the body breaks off", CLOSING));
    };
    const timer = setTimeout(() => {
      reject(new Refusal(408, "timeout", "the body did not come in time", CLOSING));
    }, timeoutSeconds * 1000);
    // a connection that is lost is an error first; nobody else listens for it
    incoming.on("data", onData).on("end", resolve).on("close", onBreak).on("error", onBreak);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      incoming.off("data", onData).off("end", resolve).off("close", onBreak).pause();
    }
    const name = await reader.end();
    if (bytes.bytes.length > 0) return { bytes: bytes.bytes, name };
    throw new Refusal(400, "invalid-argument", "the body is empty; send the bytes of a recording");
  }
}

/** What is left of a body is not read. */
const CLOSING = { connection: "close" };

function tooLarge(maxMegabytes: number): Refusal {
  const message = `the upload is larger than ${maxMegabytes} MB, which is the limit`;
  return new Refusal(413, "too-large", message, CLOSING);
}

function tooMuch(): Refusal {
  const message = "too many uploads are in memory; try again";
  return new Refusal(503, "busy", message, { ...CLOSING, "retry-after": "1" });
}

/** Reads a body that is a recording. */
class BodyReader {
  readonly #bytes: SharedBytes;

  constructor(bytes: SharedBytes) {
    this.#bytes = bytes;
  }

  push(piece: Uint8Array): void {
    this.#bytes.push(piece);
  }

  async end(): Promise<string> {
    return "recording";
  }
}
