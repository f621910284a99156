import { once } from "node:events";
import { chmodSync, lstatSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { platform } from "node:process";
import { AffektError, plainError } from "../../../errors.ts";
import type { Reply, Request } from "../../../parallel/messages.ts";
import type { PoolWorker, WorkerPool } from "../../../parallel/worker-pool.ts";
import { cacheFolder } from "../../cache/cache-folder.ts";
import { cannotWrite } from "../../files/output-file.ts";
import { folderStore } from "../../queue/folder-store.ts";
import { Payloads } from "../../queue/payload.ts";
import { type HelperMessage, onMessage, sendMessage, socketOf } from "./study-socket.ts";

/** What takes workers in that others start. */
export type WorkerTaker = Pick<WorkerPool<unknown>, "add">;

/** How often a process that joined says that it is there. */
const BEAT_MILLISECONDS = 1000;
/** A process that misses so many beats is suspended; its job goes to another one. */
const MISSED_BEATS = 10;

/** Options of `StudyHost.open`. */
export interface HostOptions {
  readonly beatMilliseconds?: number;
}

/** The process that writes a study, as other processes of this machine find it: each of their connections is one more worker of its pool. */
export class StudyHost implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #folder = join(cacheFolder(), "shared");
  readonly #store = folderStore(this.#folder);
  readonly #payloads = new Payloads(this.#store);

  /**
   * Takes workers in. Undefined where the file's folder has no sockets; then nobody can join.
   * @throws {AffektError} `cannot-write` where something else has the socket's name.
   */
  static async open(
    file: string,
    pool: WorkerTaker,
    { beatMilliseconds = BEAT_MILLISECONDS }: HostOptions = {},
  ): Promise<StudyHost | undefined> {
    const address = socketOf(file);
    if (address === undefined) return undefined;
    if (platform !== "win32") removeSocket(address);
    const server = createServer();
    const host = new StudyHost(server, pool, beatMilliseconds);
    try {
      server.listen(address);
      await once(server, "listening");
      // other users may not send jobs' outputs
      if (platform !== "win32") chmodSync(address, 0o600);
      return host;
    } catch {
      server.close();
      return undefined;
    }
  }

  private constructor(server: Server, pool: WorkerTaker, beatMilliseconds: number) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("error", () => {}); // "close" follows
      destroyWhenSilent(socket, beatMilliseconds);
      sendMessage(socket, { store: this.#folder, beatMilliseconds });
      pool.add(this.#workerOf(socket));
    });
  }

  #workerOf(socket: Socket): PoolWorker {
    let onReply = (_: Reply): void => {};
    let isOpen = true;
    // one message after the other, although an input takes time to be put into the store
    let sent = Promise.resolve();
    const send = async (request: Request): Promise<void> => {
      if (!("job" in request)) {
        sendMessage(socket, { control: request });
        return;
      }
      try {
        const input = await this.#payloads.encode(request.input);
        sendMessage(socket, { job: request.job, input });
      } catch (error) {
        onReply({ error: plainError(error) });
      }
    };
    return {
      send: (request) => void (sent = sent.then(() => send(request))),
      onReply: (listener) => {
        onReply = listener;
        onMessage(socket, (content) => {
          const message = content as HelperMessage;
          if (isOpen && !("alive" in message)) listener(message);
        });
      },
      onExit: (listener) =>
        void socket.on("close", () => {
          isOpen = false;
          listener(new Error("a process that had joined has ended"));
        }),
      terminate: async () => void socket.destroy(),
    };
  }

  /** Tells those that joined that the study is complete. */
  complete(): void {
    for (const socket of this.#sockets) {
      sendMessage(socket, { complete: true });
      socket.end();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) if (!socket.writableEnded) socket.destroy();
    await closed;
    await this.#store.clean();
  }
}

/** Removes what a process left that was killed; nobody listens there, since this one holds the lock. */
function removeSocket(address: string): void {
  let isSocket: boolean;
  try {
    isSocket = lstatSync(address, { throwIfNoEntry: false })?.isSocket() ?? true;
    if (isSocket) rmSync(address, { force: true });
  } catch (error) {
    throw cannotWrite(address, error);
  }
  if (isSocket) return;
  throw new AffektError(
    "cannot-write",
    `cannot write ${address}, where other processes would join: something else is there; move it away`,
  );
}

/** Ends a connection that brings nothing for some beats. They are counted, not timed, since this process may have been suspended itself. */
function destroyWhenSilent(socket: Socket, beatMilliseconds: number): void {
  let missed = 0;
  socket.on("data", () => (missed = 0));
  const timer = setInterval(() => {
    if (++missed > MISSED_BEATS) socket.destroy();
  }, beatMilliseconds);
  socket.on("close", () => clearInterval(timer));
}
