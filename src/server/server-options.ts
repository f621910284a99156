import type * as v from "valibot";
import { group, integer, list, number, optional, text, withDefault } from "../options/schema.ts";

/** The options of a server. */
export const SERVER_OPTIONS = group({
  host: withDefault(
    text({ text: "address to listen on; any but a loopback address needs API keys" }),
    "127.0.0.1",
  ),
  port: withDefault(integer({ min: 0, max: 65535, text: "port; 0 takes a free one" }), 8080),
  maxMegabytes: withDefault(
    number({ above: 0, max: 2000, unit: "MB", text: "largest upload" }),
    100,
  ),
  maxTotalMegabytes: withDefault(
    number({ above: 0, unit: "MB", text: "most memory for all uploads at once" }),
    1000,
  ),
  maxSeconds: withDefault(
    number({ above: 0, unit: "s", text: "longest recording that is predicted" }),
    3600,
  ),
  timeoutSeconds: withDefault(
    number({
      above: 0,
      max: 3600,
      unit: "s",
      text: "longest time for an upload, and for an answer",
    }),
    60,
  ),
  maxWaiting: withDefault(
    integer({ min: 1, text: "most predictions that run or wait; more are refused" }),
    1024,
  ),
  maxSessions: withDefault(integer({ min: 1, text: "most streaming sessions at once" }), 1024),
  maxJobs: withDefault(integer({ min: 1, text: "most timelines that run or are kept" }), 64),
  maxJobSeconds: withDefault(
    number({ above: 0, max: 86_400, unit: "s", text: "longest time that a timeline may take" }),
    3600,
  ),
  keepSeconds: withDefault(
    number({ above: 0, max: 86_400, unit: "s", text: "how long results of timelines are kept" }),
    3600,
  ),
  rateLimit: optional(
    integer({ min: 1, text: "most requests a minute from each API key or address" }),
  ),
  origins: withDefault(
    list(text({ text: "web origin" }), {
      text: "web origins whose pages may use the server; * for any",
    }),
    [],
  ),
});

/** The options of a server, complete. */
export type ServerSettings = v.InferOutput<typeof SERVER_OPTIONS>;
