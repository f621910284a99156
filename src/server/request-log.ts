import { refusalOf } from "./refusal.ts";

/** The log entry of a request: no audio, no file names, no keys, no addresses. */
export interface LogEntry {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  readonly fault: Error | undefined;
}

/** A request as a line of JSON. The stack of a fault of the program is in it. */
export function logLine({ seconds, fault, ...entry }: LogEntry): string {
  const refusal = fault && refusalOf(fault);
  return JSON.stringify({
    time: new Date().toISOString(),
    level: entry.status >= 500 ? "error" : "info",
    ...entry,
    milliseconds: Math.round(seconds * 1000),
    ...(refusal && { code: refusal.code }),
    ...(refusal?.code === "internal" && { fault: fault?.stack }),
  });
}
