import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { platform } from "node:process";
import { plainError } from "../../../errors.ts";
import type { Reply, Request } from "../../../parallel/messages.ts";
import type { PoolWorker, WorkerPool } from "../../../parallel/worker-pool.ts";
import { cacheFolder } from "../../cache/cache-folder.ts";
import { folderStore } from "../../queue/folder-store.ts";
import { Payloads } from "../../queue/payload.ts";
import { type HelperMessage, onMessage, sendMessage, socketOf } from "./study-socket.ts";

/** What takes workers in that others start. */
export type WorkerTaker = Pick<WorkerPool<unknown>, "add">;

/** The process that writes a study, as other processes of this machine find it: each of their connections is one more worker of its pool. */
export class StudyHost implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #folder = join(cacheFolder(), "shared");
  readonly #store = folderStore(this.#folder);
  readonly #payloads = new Payloads(this.#store);

  /** Takes workers in. Undefined where the file's folder has no sockets; then nobody can join. */
  static async open(file: string, pool: WorkerTaker): Promise<StudyHost | undefined> {
    const address = socketOf(file);
    if (address === undefined) return undefined;
    // what a process left that was killed; nobody listens there, since this one holds the lock
    if (platform !== "win32") rmSync(address, { force: true });
    const server = createServer();
    const host = new StudyHost(server, pool);
    try {
      server.listen(address);
      await once(server, "listening");
      return host;
    } catch {
      return undefined;
    }
  }

  private constructor(server: Server, pool: WorkerTaker) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("error", () => {}); // "close" follows
      sendMessage(socket, { store: this.#folder });
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
        onMessage(socket, (reply) => isOpen && listener(reply as HelperMessage));
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
