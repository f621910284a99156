import { upgradeWebSocket } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";
import type { WSEvents } from "hono/ws";
import type { WebSocket } from "ws";
import { Refusal } from "../refusal.ts";
import type { ServerEnv } from "../server-env.ts";
import type { Services } from "../services.ts";
import { StreamSession } from "../streaming/stream-session.ts";

/** Unsent messages beyond this end a session whose client does not read. */
const MOST_UNSENT_BYTES = 8e6;

/** `GET /v1/stream`: a WebSocket for live sound. */
export function streamHandler({
  models,
  threads,
  sessions,
  settings,
}: Services): MiddlewareHandler<ServerEnv> {
  const upgrade = upgradeWebSocket(() => {
    let session: StreamSession | undefined;
    let silence: NodeJS.Timeout | undefined;
    const take = (message: string | Uint8Array): void => {
      silence?.refresh();
      session?.take(message);
    };
    const events: WSEvents = {
      onOpen: (_, { raw }) => {
        const socket = raw as WebSocket;
        const { timeoutSeconds } = settings;
        const expectMore = (): void => {
          silence = setTimeout(() => {
            own.fail(new Refusal(408, "timeout", `nothing came for ${timeoutSeconds} s`));
          }, timeoutSeconds * 1000);
        };
        const own = new StreamSession({
          threads,
          modelNamed: (name) => models.named(name).name,
          connection: {
            send: (message) => {
              if (socket.bufferedAmount > MOST_UNSENT_BYTES) socket.terminate();
              else socket.send(JSON.stringify(message));
            },
            pause: () => {
              // what is not read is no silence of the client
              clearTimeout(silence);
              silence = undefined;
              socket.pause();
            },
            resume: () => {
              expectMore();
              socket.resume();
            },
            close: () => socket.close(1000),
          },
        });
        session = own;
        sessions.add(own);
        expectMore();
        // what came before comes as events, right after this; each further one would cost an event and a copy
        queueMicrotask(() => {
          delete events.onMessage;
          socket.on("message", (data: Buffer, isBinary) => take(isBinary ? data : data.toString()));
        });
      },
      onMessage: ({ data }) => take(typeof data === "string" ? data : bytesOf(data)),
      onClose: () => {
        clearTimeout(silence);
        if (session === undefined) return;
        sessions.delete(session);
        session.close();
      },
    };
    return events;
  });
  return async (context, next) => {
    if (sessions.size >= settings.maxSessions) {
      throw new Refusal(503, "busy", "too many sessions; try again", { "retry-after": "1" });
    }
    if (context.req.header("upgrade")?.toLowerCase() !== "websocket") {
      throw new Refusal(426, "upgrade-required", "this is a WebSocket", { upgrade: "websocket" });
    }
    return upgrade(context, next);
  };
}

function bytesOf(data: ArrayBuffer | Blob | SharedArrayBuffer | Uint8Array): Uint8Array {
  if (data instanceof Uint8Array) return data;
  return new Uint8Array(data as ArrayBuffer);
}
