import type { IncomingMessage } from "node:http";
import { basename } from "node:path/posix";
import { Refusal } from "./refusal.ts";

/** A recording that was uploaded. Its memory counts until it is disposed of. */
export interface Upload extends Disposable {
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
      const bytes = await this.#body(incoming, hold);
      const recording = await recordingIn(bytes, incoming.headers["content-type"]);
      return { ...recording, [Symbol.dispose]: free };
    } catch (error) {
      free();
      throw error;
    }
  }

  async #body(
    incoming: IncomingMessage,
    hold: (bytes: number) => void,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { maxMegabytes, timeoutSeconds } = this.#limits;
    const announced = Number(incoming.headers["content-length"] ?? 0);
    if (announced > maxMegabytes * 1e6) throw tooLarge(maxMegabytes);
    const pieces: Buffer<ArrayBuffer>[] = [];
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onData = (piece: Buffer<ArrayBuffer>): void => {
      try {
        hold(piece.length);
        pieces.push(piece);
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
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
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

async function recordingIn(
  body: Uint8Array<ArrayBuffer>,
  type = "",
): Promise<{ readonly bytes: Uint8Array; readonly name: string }> {
  if (!/^multipart\/form-data\b/i.test(type)) return { bytes: checked(body), name: "recording" };
  const form = await new Response(body, { headers: { "content-type": type } })
    .formData()
    .catch(() => {
      throw new Refusal(400, "invalid-argument", "the body is not the form that its type says");
    });
  const file = form.get("file");
  if (file === null || typeof file === "string") {
    throw new Refusal(400, "invalid-argument", "the form has no file in its part `file`");
  }
  const name = basename(file.name.replaceAll("\\", "/")) || "recording";
  return { bytes: checked(await file.bytes()), name };
}

function checked(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0) return bytes;
  throw new Refusal(400, "invalid-argument", "the body is empty; send the bytes of a recording");
}
