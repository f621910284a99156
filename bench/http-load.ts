import { connect, type Socket } from "node:net";

/** Answers to requests of one kind, in milliseconds. */
export interface Answers {
  readonly milliseconds: readonly number[];
  /** The least time that those have waited that were not answered. */
  readonly unanswered: readonly number[];
  readonly refused: number;
  readonly seconds: number;
}

/** The bytes of a request. */
export function requestBytes(method: string, path: string, body?: Uint8Array): Buffer {
  const length = body === undefined ? "" : `content-length: ${body.length}\r\n`;
  const head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${length}\r\n`;
  return Buffer.concat([Buffer.from(head), body ?? Buffer.alloc(0)]);
}

/** An HTTP connection that costs its process as little as possible, so that a server on the same cores is what is measured. */
export class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #answer: { resolve(status: number): void; reject(error: Error): void } | undefined;
  body = "";

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (part) => this.#take(part));
    socket.on("close", () => this.#answer?.reject(new Error("the connection was closed")));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(new Connection(socket)));
      socket.on("error", reject);
    });
  }

  /** The status of the answer. */
  send(request: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#answer = undefined;
    this.#socket.destroy();
  }

  #take(part: Buffer): void {
    this.#received = this.#received.length === 0 ? part : Buffer.concat([this.#received, part]);
    const end = this.#received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = this.#received.toString("latin1", 0, end);
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    if (length === undefined) throw new Error(`an answer without length:\n${head}`);
    if (this.#received.length < end + 4 + Number(length)) return;
    this.body = this.#received.toString("utf8", end + 4);
    this.#received = Buffer.alloc(0);
    this.#answer?.resolve(Number(head.slice(9, 12)));
    this.#answer = undefined;
  }
}

/** Sends a request over and over on each of some connections, for a time. */
export async function load(
  port: number,
  request: Uint8Array,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<Answers> {
  const all = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const milliseconds: number[] = [];
  const waiting = new Map<Connection, number>();
  let refused = 0;
  const start = performance.now();
  const end = start + 1000 * seconds;
  const work = async (connection: Connection): Promise<void> => {
    while (performance.now() < end) {
      const sent = performance.now();
      waiting.set(connection, sent);
      const status = await connection.send(request);
      if (performance.now() > end) return;
      waiting.delete(connection);
      if (status === 200) milliseconds.push(performance.now() - sent);
      else refused++;
    }
  };
  const working = Promise.allSettled(all.map(work));
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const unanswered = [...waiting.values()].map((sent) => performance.now() - sent);
  const measured = (performance.now() - start) / 1000;
  // what is left does not go into the next round
  await Promise.race([working, new Promise((resolve) => setTimeout(resolve, 1000))]);
  for (const connection of all) connection.close();
  return { milliseconds, unanswered, refused, seconds: measured };
}

/** Asks for `/health` every few milliseconds until `signal` aborts; the milliseconds that each answer took. */
export async function watchHealth(port: number, signal: AbortSignal): Promise<number[]> {
  const connection = await Connection.open(port);
  const request = requestBytes("GET", "/health");
  const times: number[] = [];
  while (!signal.aborted) {
    const sent = performance.now();
    await connection.send(request);
    times.push(performance.now() - sent);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  connection.close();
  return times;
}

/** A quantile of values; those that are only known to be larger than something come as such. */
export function quantile(
  values: readonly number[],
  share: number,
  atLeast: readonly number[] = [],
): string {
  const sorted = [
    ...values.map((value) => ({ value, mark: "" })),
    ...atLeast.map((value) => ({ value, mark: ">" })),
  ].toSorted((a, b) => a.value - b.value);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return found === undefined
    ? "-"
    : `${found.mark}${found.value.toFixed(found.value < 100 ? 1 : 0)}`;
}
