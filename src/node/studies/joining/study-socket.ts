import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { platform } from "node:process";
import type { Socket } from "node:net";
import { deserialize, serialize } from "node:v8";
import type { Reply, Request } from "../../../parallel/messages.ts";

/** What the process that writes a study tells one that joined. */
export type HostMessage =
  /** First: the folder through which large arrays travel. */
  | { readonly store: string }
  /** A job's input as a payload, or what the job is told meanwhile. */
  | { readonly job: string; readonly input: Uint8Array }
  | { readonly control: Exclude<Request, { readonly job: string }> }
  /** The study is complete. */
  | { readonly complete: true };

/** What a process that joined tells the one that writes. */
export type HelperMessage = Reply;

/** Longer names of sockets are not possible on all systems. */
const LONGEST_NAME = 103;
const HEADER = 4;

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

/** Calls a listener with each message that a socket brings. */
export function onMessage(socket: Socket, listener: (message: unknown) => void): void {
  let bytes: Buffer = Buffer.alloc(0);
  socket.on("data", (part: Buffer) => {
    bytes = Buffer.concat([bytes, part]);
    while (bytes.length >= HEADER) {
      const end = HEADER + bytes.readUInt32LE();
      if (bytes.length < end) return;
      const message: unknown = deserialize(bytes.subarray(HEADER, end));
      bytes = bytes.subarray(end);
      listener(message);
    }
  });
}
