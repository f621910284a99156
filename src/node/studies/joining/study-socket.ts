import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { platform } from "node:process";
import type { Socket } from "node:net";
import { deserialize, serialize } from "node:v8";
import type { Reply, Request } from "../../../parallel/messages.ts";

/** What the process that writes a study tells one that joined. */
export type HostMessage =
  /** First: the folder through which large arrays travel, and how often to say that one is there. */
  | { readonly store: string; readonly beatMilliseconds: number }
  /** A job's input as a payload, or what the job is told meanwhile. */
  | { readonly job: string; readonly input: Uint8Array }
  | { readonly control: Exclude<Request, { readonly job: string }> }
  /** The study is complete. */
  | { readonly complete: true };

/** What a process that joined tells the one that writes. */
export type HelperMessage =
  | Reply
  /** It is there. One that is suspended does not say so. */
  | { readonly alive: true };

/** Longer names of sockets are not possible on all systems. */
const LONGEST_NAME = 103;
const HEADER = 4;
/** No message is longer: the checkpoints of the largest networks take some tens of megabytes. */
const MOST_BYTES = 2 ** 28;

/** The address at which the process that writes a study takes others in: a socket beside the file, on Windows a named pipe. Undefined where its name would be too long. */
export function socketOf(file: string): string | undefined {
  const path = `${resolve(file)}-socket`;
  if (platform === "win32") {
    return `\\\\.\\pipe\\affekt-${createHash("sha256").update(path).digest("hex")}`;
  }
  return Buffer.byteLength(path) > LONGEST_NAME ? undefined : path;
}

/** Sends a structured-cloneable message: its length in four bytes, then its serialization by V8. */
export function sendMessage(socket: Socket, message: HostMessage | HelperMessage): void {
  const content = serialize(message);
  const header = Buffer.alloc(HEADER);
  header.writeUInt32LE(content.length);
  socket.write(Buffer.concat([header, content]));
}

/** Calls a listener with each message that a socket brings. A socket that brings anything else is destroyed. */
export function onMessage(socket: Socket, listener: (message: object) => void): void {
  const incoming = new IncomingBytes();
  let length: number | undefined;
  /** The next message that has come as a whole. @throws for bytes that are none */
  const next = (): { readonly message: object } | undefined => {
    length ??= incoming.take(HEADER)?.readUInt32LE();
    if (length === undefined) return undefined;
    if (length > MOST_BYTES) throw new RangeError(`a message of ${length} bytes`);
    const content = incoming.take(length);
    if (content === undefined) return undefined;
    length = undefined;
    const message: unknown = deserialize(content);
    if (typeof message !== "object" || message === null) throw new TypeError("no message");
    return { message };
  };
  socket.on("data", (part: Buffer) => {
    incoming.add(part);
    while (!socket.destroyed) {
      let found: ReturnType<typeof next>;
      try {
        found = next();
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
        return;
      }
      if (found === undefined) return;
      listener(found.message);
    }
  });
}

/** Bytes that come in parts, which are put together when all of a message are there. */
class IncomingBytes {
  #parts: Buffer[] = [];
  #length = 0;

  add(part: Buffer): void {
    this.#parts.push(part);
    this.#length += part.length;
  }

  /** Takes so many bytes; undefined while there are fewer. */
  take(count: number): Buffer | undefined {
    if (this.#length < count) return undefined;
    const all = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    this.#parts = [all.subarray(count)];
    this.#length -= count;
    return all.subarray(0, count);
  }
}
