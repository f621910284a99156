import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { routePath } from "hono/route";
import { secureHeaders } from "hono/secure-headers";
import type { StatusCode } from "hono/utils/http-status";
import { webPageFiles } from "../node/web-page.ts";
import { keyCheck, originCheck, rateLimit } from "./access/access.ts";
import { Refusal, refusalOf } from "./refusal.ts";
import { documentationEndpoints } from "./routes/documentation.ts";
import { modelsEndpoint } from "./routes/models.ts";
import { predictEndpoint } from "./routes/predict.ts";
import { statusEndpoints } from "./routes/status.ts";
import { timelineEndpoints } from "./routes/timeline.ts";
import { streamHandler } from "./routes/stream.ts";
import { serveWebPage } from "./routes/web-page.ts";
import type { LogEntry } from "./request-log.ts";
import type { ServerEnv } from "./server-env.ts";
import type { Services } from "./services.ts";

/** The WebSocket for live sound. */
const STREAM_PATH = "/v1/stream";

/** Options of a server's application. */
export interface AppOptions {
  /** The SHA-256 hashes of API keys; undefined for a server without. */
  readonly keyHashes?: ReadonlySet<string> | undefined;
  readonly log: (entry: LogEntry) => void;
}

/** The application of a server: its endpoints behind checks of origin, key and rate. */
export function createApp(services: Services, { keyHashes, log }: AppOptions): Hono<ServerEnv> {
  const { settings, metrics } = services;
  const app = new Hono<ServerEnv>();
  app.use(async (context, next) => {
    const requestId = randomUUID();
    context.set("requestId", requestId);
    context.header("x-request-id", requestId);
    const start = performance.now();
    await next();
    const { method } = context.req;
    const { status } = context.res;
    const seconds = (performance.now() - start) / 1000;
    const route = routePath(context, -1);
    metrics.request(method, route, status, seconds);
    log({ requestId, method, route, status, seconds, fault: context.error });
  });
  app.use(secureHeaders());
  app.use(originCheck(settings.origins, keyHashes !== undefined));
  app.onError((error, context) => {
    const { status, code, message, headers } = refusalOf(error);
    const requestId = context.get("requestId");
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
    context.status(status as StatusCode);
    return context.json({ error: { code, message, requestId } });
  });
  app.notFound(() => {
    throw new Refusal(404, "not-found", "there is no such endpoint; see /docs");
  });
  const endpoints = [
    predictEndpoint(services),
    ...timelineEndpoints(services),
    modelsEndpoint(services),
    ...statusEndpoints(services),
  ];
  const limit = settings.rateLimit === undefined ? undefined : rateLimit(settings.rateLimit);
  const isProtected = new Set<string>();
  const protect = (path: string): void => {
    // endpoints share paths; a request is checked and counted once
    if (isProtected.has(path)) return;
    isProtected.add(path);
    if (keyHashes !== undefined) app.use(path, keyCheck(keyHashes));
    if (limit !== undefined) app.use(path, limit);
  };
  for (const endpoint of [...endpoints, ...documentationEndpoints(endpoints)]) {
    const { method, path, isOpen, handle } = endpoint;
    if (isOpen !== true) protect(path);
    app[method](path, handle);
  }
  protect(STREAM_PATH);
  app.get(STREAM_PATH, streamHandler(services));
  serveWebPage(app, webPageFiles());
  return app;
}
