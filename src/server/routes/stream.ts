import { upgradeWebSocket } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";
import type { WebSocket } from "ws";
import { pooledModel } from "../streaming/pooled-model.ts";
import { Refusal } from "../refusal.ts";
import type { ServerEnv } from "../server-env.ts";
import type { Services } from "../services.ts";
import { StreamSession } from "../streaming/stream-session.ts";

/** Unsent messages beyond this end a session whose client does not read. */
const MOST_UNSENT_BYTES = 8e6;

/** `GET /v1/stream`: a WebSocket for live sound. */
export function streamHandler({
  models,
  pool,
  sessions,
  settings,
}: Services): MiddlewareHandler<ServerEnv> {
  const upgrade = upgradeWebSocket(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let session: StreamSession | undefined;
    let order = Promise.resolve();
    return {
      onOpen: (_, { raw }) => {
        const socket = raw as WebSocket;
        sessions.add(controller);
        const send = (message: object): void => {
          if (socket.bufferedAmount > MOST_UNSENT_BYTES) socket.terminate();
          else socket.send(JSON.stringify(message));
        };
        session = new StreamSession({
          signal,
          modelNamed: (name) => pooledModel(models.named(name).model, pool, signal),
          connection: {
            send,
            pause: () => socket.pause(),
            resume: () => socket.resume(),
            close: () => socket.close(1000),
          },
        });
      },
      onMessage: ({ data }) => {
        const message = typeof data === "string" ? data : bytesOf(data);
        order = order.then(() => session?.take(message));
      },
      onClose: () => {
        sessions.delete(controller);
        controller.abort();
      },
    };
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
