import { BlockList, isIP } from "node:net";
import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { hashOfKey, keyIn } from "./api-keys.ts";
import { Refusal } from "../refusal.ts";
import type { ServerEnv } from "../server-env.ts";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** Whether only this machine reaches a host. */
export function isLoopback(host: string): boolean {
  const plain = host.replace(/^\[(.*)\]$/, "$1");
  const version = isIP(plain);
  if (version === 0) return plain === "localhost";
  return LOOPBACK.check(plain, version === 4 ? "ipv4" : "ipv6");
}

/**
 * Refuses requests of pages from elsewhere, with and without WebSocket, and lets those of `origins` in. A server without keys answers only to
 * names of this machine, so that a page cannot reach it by a name of its own that leads here.
 */
export function originCheck(origins: readonly string[], hasKeys: boolean): MiddlewareHandler {
  const allow = cors({
    origin: origins.includes("*") ? "*" : [...origins],
    allowHeaders: ["authorization", "content-type", "x-api-key"],
    exposeHeaders: ["x-request-id"],
  });
  return async (context, next) => {
    const { host } = new URL(context.req.url);
    if (!hasKeys && !isLoopback(host.replace(/:\d+$/, ""))) {
      throw new Refusal(403, "forbidden", "the server answers to names of this machine only");
    }
    const origin = context.req.header("origin");
    if (origin === undefined || origin === `http://${host}` || origin === `https://${host}`) {
      await next();
      return;
    }
    if (!origins.includes(origin) && !origins.includes("*")) {
      throw new Refusal(403, "forbidden", `pages of ${origin} may not use this server; --origins`);
    }
    return allow(context, next);
  };
}

/** Lets only requests with a known key in. */
export function keyCheck(hashes: ReadonlySet<string>): MiddlewareHandler<ServerEnv> {
  return async (context, next) => {
    const key = keyIn(context.req.raw.headers);
    const hash = key === undefined ? undefined : hashOfKey(key);
    if (hash === undefined || !hashes.has(hash)) {
      throw new Refusal(401, "unauthorized", "send an API key: Authorization: Bearer KEY", {
        "www-authenticate": "Bearer",
      });
    }
    context.set("client", hash);
    await next();
  };
}

/** Refuses more than `perMinute` requests a minute from each API key, or from each address if there are none. */
export function rateLimit(perMinute: number): MiddlewareHandler<ServerEnv> {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (context, next) => {
    const client = context.get("client") ?? context.env.incoming.socket.remoteAddress ?? "";
    try {
      await limiter.consume(client);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new Refusal(429, "rate-limited", `more than ${perMinute} requests a minute`, {
        "retry-after": String(Math.ceil(error.msBeforeNext / 1000)),
      });
    }
    await next();
  };
}
