import type { Server, ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type WebSocketServerLike } from "@hono/node-server";
import { WebSocketServer } from "ws";
import { AffektError } from "../errors.ts";
import { createPool } from "../node/workers/thread-pool.ts";
import { isLoopback } from "./access/access.ts";
import { type AppOptions, createApp } from "./app.ts";
import { PredictionService } from "./prediction-service.ts";
import { ServedModels } from "./served-models.ts";
import { ServerMetrics } from "./server-metrics.ts";
import type { ServerSettings } from "./server-options.ts";
import { SessionThreads } from "./streaming/session-threads.ts";
import type { StreamSession } from "./streaming/stream-session.ts";
import { LocalTimelines } from "./timelines/local-timelines.ts";
import { type SharedQueue, SharedTimelines } from "./timelines/shared-timelines.ts";
import { Uploads } from "./uploads.ts";

/** The largest message of a WebSocket. */
const MOST_FRAME_BYTES = 1 << 20;

/** A connection on which nothing happens for so many times the limit is closed: a client that does not read its answer. */
const LONGEST_STILL = 2;

/** Options of `startServer` beside its settings. */
export interface StartOptions extends AppOptions {
  /** Files of models, or names of those that ship. */
  readonly models: readonly string[];
  /** The number of worker threads; default one per core. */
  readonly jobs?: number | undefined;
  /** Where the timelines are that several servers share; default: each server has its own. */
  readonly shared?: SharedQueue | undefined;
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  /** Takes no further requests, lets those that run end, at most the time that one may take, and frees everything. */
  close(): Promise<void>;
}

/**
 * Starts a server and waits until it listens.
 * @throws {AffektError} `invalid-argument` for an address that others reach without API keys; `cannot-write` where it cannot listen;
 * those of `loadModel`.
 */
export async function startServer(
  settings: ServerSettings,
  { models: files, jobs, shared, ...options }: StartOptions,
): Promise<RunningServer> {
  const { host, port } = settings;
  if (options.keyHashes === undefined && !isLoopback(host)) {
    throw new AffektError(
      "invalid-argument",
      `host ${host} is reached from other machines; give API keys with --api-keys FILE`,
    );
  }
  const models = await ServedModels.load(files);
  const pool = createPool({ jobs });
  // long jobs have threads of their own, so that predictions do not wait for them
  const ownTimelines = { pool: createPool({ jobs }), models, limits: settings };
  const timelines =
    shared === undefined
      ? new LocalTimelines(ownTimelines)
      : await SharedTimelines.open(shared, ownTimelines).catch(async (error: unknown) => {
          await models[Symbol.asyncDispose]();
          throw error;
        });
  const metrics = new ServerMetrics();
  const uploads = new Uploads(settings);
  const predictions = new PredictionService(pool, settings);
  const threads = new SessionThreads({ size: pool.size, models: models.files });
  const sessions = new Set<StreamSession>();
  metrics.gauge("affekt_stream_sessions", "Streaming sessions", () => sessions.size);
  metrics.gauge(
    "affekt_predictions_waiting",
    "Predictions that run or wait",
    () => predictions.waiting,
  );
  metrics.gauge("affekt_upload_bytes", "Bytes of uploads in memory", () => uploads.heldBytes);
  metrics.gauge("affekt_timelines", "Timelines that wait, run or are kept", () =>
    timelines.size().catch(() => Number.NaN),
  );
  let isReady = true;
  const services = {
    settings,
    models,
    uploads,
    predictions,
    timelines,
    metrics,
    threads,
    sessions,
    isReady: () => isReady,
  };
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_FRAME_BYTES,
    handleProtocols: (protocols) => protocols.has("affekt") && "affekt",
  });
  const server = createAdaptorServer({
    fetch: createApp(services, options).fetch,
    websocket: { server: webSockets as WebSocketServerLike },
    serverOptions: timeLimits(settings),
  }) as Server;
  server.setTimeout(LONGEST_STILL * settings.timeoutSeconds * 1000);
  const release = async (): Promise<void> => {
    await Promise.all([pool.close(), threads.close(), timelines.close()]);
    await models[Symbol.asyncDispose]();
  };
  try {
    await listen(server, host, port);
  } catch (error) {
    await release();
    throw error;
  }
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${own}`,
    close: async () => {
      isReady = false;
      for (const socket of webSockets.clients) socket.close(1001, "the server ends");
      await closed(server, settings.timeoutSeconds);
      await release();
    },
  };
}

/** How long a client may take to send a request's headers, and all of it; the answer to a slow body comes before the end of the latter. */
function timeLimits({ timeoutSeconds }: ServerSettings): ServerOptions {
  return {
    headersTimeout: 1000 * timeoutSeconds,
    requestTimeout: 1000 * LONGEST_STILL * timeoutSeconds,
    // often enough that slow headers get their answer before the connection is closed as a still one
    connectionsCheckingInterval: Math.min(5000, 250 * timeoutSeconds),
    // others would have a connection without any limit
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket",
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new AffektError("cannot-write", `cannot listen on ${host}:${port}: ${cause.message}`, {
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
}

function closed(server: Server, timeoutSeconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), timeoutSeconds * 1000);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
