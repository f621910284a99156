import { connect, type Socket } from "node:net";

/** A text message of the server. */
export type StreamMessage = Readonly<Record<string, unknown>> & { readonly type: string };

/** A WebSocket to `/v1/stream` that costs its process as little as possible, so that a server on the same cores is what is measured. */
export class StreamClient {
  readonly #socket: Socket;
  readonly #onMessage: (message: StreamMessage) => void;
  #received: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket, onMessage: (message: StreamMessage) => void) {
    this.#socket = socket;
    this.#onMessage = onMessage;
    socket.on("data", (part) => this.#take(part));
  }

  static open(port: number, onMessage: (message: StreamMessage) => void): Promise<StreamClient> {
    const words = [
      "GET /v1/stream HTTP/1.1",
      "host: 127.0.0.1",
      "connection: upgrade",
      "upgrade: websocket",
      "sec-websocket-version: 13",
      "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==",
    ];
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () =>
        socket.write(`${words.join("\r\n")}\r\n\r\n`),
      );
      socket.setNoDelay(true);
      socket.on("error", reject);
      let head = "";
      const onHead = (part: Buffer): void => {
        head += part.toString("latin1");
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return;
        if (!head.startsWith("HTTP/1.1 101")) {
          reject(new Error(head.slice(0, head.indexOf("\r\n"))));
          return;
        }
        socket.off("data", onHead);
        const client = new StreamClient(socket, onMessage);
        client.#take(Buffer.from(head.slice(end + 4), "latin1"));
        resolve(client);
      };
      socket.on("data", onHead);
    });
  }

  /** Sends a frame of `frameOf`. */
  send(frame: Uint8Array): void {
    this.#socket.write(frame);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(part: Buffer): void {
    let rest = this.#received.length === 0 ? part : Buffer.concat([this.#received, part]);
    for (;;) {
      if (rest.length < 2) break;
      const short = rest[1]! & 127;
      const head = short === 126 ? 4 : 2;
      if (rest.length < head) break;
      const length = short === 126 ? rest.readUInt16BE(2) : short;
      if (rest.length < head + length) break;
      const isText = (rest[0]! & 15) === 1;
      if (isText) {
        const text = rest.toString("utf8", head, head + length);
        this.#onMessage(JSON.parse(text) as StreamMessage);
      }
      rest = rest.subarray(head + length);
    }
    this.#received = rest;
  }
}

/** A client's frame, masked with zeros: of text, or of the bytes of an audio frame. */
export function frameOf(content: string | Uint8Array): Buffer {
  const body = typeof content === "string" ? Buffer.from(content) : content;
  const head = Buffer.alloc(8);
  head[0] = 0x80 | (typeof content === "string" ? 1 : 2);
  head[1] = 0x80 | 126;
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}
