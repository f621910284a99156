import { once } from "node:events";
import { statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { platform } from "node:process";
import { AffektError, plainError } from "../../../errors.ts";
import type { PoolWorker } from "../../../parallel/worker-pool.ts";
import { folderStore } from "../../queue/folder-store.ts";
import { Payloads } from "../../queue/payload.ts";
import { type HostMessage, onMessage, sendMessage, socketOf } from "./study-socket.ts";

/** Options of `helpStudy`. */
export interface HelpOptions {
  /** Jobs at once. */
  readonly jobs: number;
  /** Starts the thread that runs a job. */
  readonly start: () => PoolWorker;
  readonly signal: AbortSignal;
  /** Called when the process that writes the study has been found. */
  readonly onFound: () => void;
}

/**
 * Works for the process that writes a study until that ends. Returns whether the study is `complete`, or the process is `gone`; `none` where
 * no process takes workers in.
 * @throws {AffektError} `cannot-write` where the process is another user's.
 */
export async function helpStudy(
  file: string,
  { jobs, start, signal, onFound }: HelpOptions,
): Promise<"complete" | "gone" | "none"> {
  const address = socketOf(file);
  if (address === undefined) return "none";
  assertOwn(address, file);
  const first = await connection(address);
  if (first === undefined) return "none";
  const sockets = [first];
  const leave = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  signal.addEventListener("abort", leave);
  try {
    onFound();
    const others = await Promise.all(Array.from({ length: jobs - 1 }, () => connection(address)));
    sockets.push(...others.filter((socket) => socket !== undefined));
    if (signal.aborted) leave();
    const stores = new Map<string, Payloads>();
    const payloadsOf = (folder: string): Payloads => {
      const known = stores.get(folder) ?? new Payloads(folderStore(folder));
      stores.set(folder, known);
      return known;
    };
    const ends = await Promise.all(sockets.map((socket) => serve(socket, start(), payloadsOf)));
    return ends.includes("complete") ? "complete" : "gone";
  } finally {
    signal.removeEventListener("abort", leave);
    leave();
  }
}

/** Refuses another user's socket, which could bring any job. */
function assertOwn(address: string, file: string): void {
  const owner =
    platform === "win32" ? undefined : statSync(address, { throwIfNoEntry: false })?.uid;
  if (owner === undefined || owner === process.getuid?.()) return;
  throw new AffektError(
    "cannot-write",
    `${file}: a process of another user works on this study; wait until it ends, or take another file`,
  );
}

async function connection(address: string): Promise<Socket | undefined> {
  const socket = connect(address);
  try {
    await once(socket, "connect");
    socket.on("error", () => {}); // "close" follows
    return socket;
  } catch {
    return undefined;
  }
}

/** Runs the jobs of one connection on a thread, until the connection or the thread ends. */
async function serve(
  socket: Socket,
  thread: PoolWorker,
  payloadsOf: (folder: string) => Payloads,
): Promise<"complete" | "gone"> {
  let payloads: Payloads | undefined;
  let beat: NodeJS.Timeout | undefined;
  let isComplete = false;
  let isBusy = false;
  let onIdle = (): void => {};
  thread.onReply((reply) => {
    if (socket.writable) sendMessage(socket, reply);
    if (!("output" in reply) && !("error" in reply)) return;
    isBusy = false;
    onIdle();
  });
  thread.onExit(() => {
    isBusy = false;
    onIdle();
    socket.destroy();
  });
  // one message after the other, although an input takes time to be read
  let handled = Promise.resolve();
  const handle = async (message: HostMessage): Promise<void> => {
    if ("store" in message) {
      payloads = payloadsOf(message.store);
      const sayAlive = (): void => {
        if (socket.writable) sendMessage(socket, { alive: true });
      };
      // once all that came is read: to write to a connection that the other end has closed would lose its last message
      beat ??= setInterval(() => setImmediate(sayAlive), message.beatMilliseconds);
    } else if ("complete" in message) isComplete = true;
    else if ("control" in message) thread.send(message.control);
    else {
      try {
        const input = await payloads!.decode(message.input);
        isBusy = true;
        thread.send({ job: message.job, input });
      } catch (error) {
        sendMessage(socket, { error: plainError(error) });
      }
    }
  };
  onMessage(socket, (message) => {
    handled = handled.then(() => handle(message as HostMessage));
  });
  // not `once`, which would throw the error of a connection that was cut
  if (!socket.closed) await new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await handled;
  clearInterval(beat);
  // ONNX Runtime takes the process down with a thread that ends in the middle of one of its calls
  if (isBusy) {
    const idle = new Promise<void>((resolve) => (onIdle = resolve));
    thread.send({ stop: true });
    await idle;
  }
  await thread.terminate();
  return isComplete ? "complete" : "gone";
}
