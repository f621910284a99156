import { serveStatic } from "@hono/node-server/serve-static";
import type { Hono } from "hono";
import { compress } from "hono/compress";
import { createMiddleware } from "hono/factory";
import { WEB_PAGE_POLICY } from "../../markup/page-policy.ts";
import type { ServerEnv } from "../server-env.ts";

/** A year, in seconds. */
const FOREVER = 31_536_000;

/** Serves the web page at `/`: `files` by their paths in the site. */
export function serveWebPage(app: Hono<ServerEnv>, files: ReadonlyMap<string, string>): void {
  for (const [path, file] of files) {
    const headers = headersOf(path);
    const paths = path === "index.html" ? ["/", "/index.html"] : [`/${path}`];
    for (const own of paths) app.get(own, headers, compress(), serveStatic({ path: file }));
  }
}

function headersOf(path: string) {
  // the names of assets hold a hash of their contents
  const cache = path.startsWith("assets/") ? `max-age=${FOREVER}, immutable` : "no-cache";
  return createMiddleware<ServerEnv>(async (context, next) => {
    await next();
    context.header("cache-control", cache);
    context.header("content-security-policy", `${WEB_PAGE_POLICY}; frame-ancestors 'none'`);
    context.header("permissions-policy", "microphone=(self), camera=(), geolocation=()");
  });
}
