import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Reply, Request } from "./messages.ts";
import { serveJobs } from "./serve-jobs.ts";

interface Jobs {
  readonly count: { readonly input: number; readonly item: number; readonly output: number };
}

test.each(["end", "stop", "error"])(
  "a job is cleared up before it answers, so that its worker can be ended then: %s",
  async (how) => {
    const events: string[] = [];
    let request = (_: Request): void => {};
    const answered = new Promise<void>((resolve) => {
      const send = (reply: Reply): void => {
        if ("item" in reply) {
          if (how === "stop") request({ stop: true });
          return;
        }
        events.push("output" in reply ? "output" : "error");
        resolve();
      };
      serveJobs<Jobs>(
        {
          async *count(input) {
            try {
              yield 1;
              if (how === "error") throw new Error("odd");
              return input;
            } finally {
              await delay(5);
              events.push("cleared up");
            }
          },
        },
        { send, onRequest: (listener) => (request = listener) },
      );
    });
    request({ job: "count", input: 3 });
    await answered;
    expect(events).toEqual(["cleared up", how === "end" ? "output" : "error"]);
  },
);
