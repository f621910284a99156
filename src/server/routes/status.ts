import type { Endpoint } from "../endpoint.ts";
import { STATUS } from "../documentation/schemas.ts";
import type { Services } from "../services.ts";

/** `GET /health`, `/ready` and `/metrics`. */
export function statusEndpoints({ metrics, isReady }: Services): Endpoint[] {
  const { registry } = metrics;
  return [
    {
      method: "get",
      path: "/health",
      summary: "Tell that the server runs",
      answer: { description: "It runs", content: { "application/json": STATUS } },
      isOpen: true,
      handle: (context) => context.json({ status: "ok" }),
    },
    {
      method: "get",
      path: "/ready",
      summary: "Tell whether the server takes further work",
      answer: { description: "It does", content: { "application/json": STATUS } },
      refusals: [503],
      isOpen: true,
      handle: (context) =>
        isReady()
          ? context.json({ status: "ready" })
          : context.json({ status: "shutting down" }, 503),
    },
    {
      method: "get",
      path: "/metrics",
      summary: "Counts and durations in the format of Prometheus",
      answer: { description: "The metrics", content: { "text/plain": undefined } },
      refusals: [401, 403],
      handle: async (context) =>
        context.body(await registry.metrics(), 200, { "content-type": registry.contentType }),
    },
  ];
}
