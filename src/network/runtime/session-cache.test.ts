import { expect, test } from "vitest";
import { SessionCache } from "./session-cache.ts";
import type { Session, SessionOptions } from "./runtime.ts";

test("a graph that comes again with as many threads is not compiled again; all are freed at the end", async () => {
  const compiled: [Uint8Array, SessionOptions | undefined][] = [];
  let freed = 0;
  const runtime = new SessionCache({
    name: "counting",
    createSession: async (model, options): Promise<Session> => {
      compiled.push([model, options]);
      return { run: async (feeds) => feeds, release: async () => void freed++ };
    },
  });
  const first = await runtime.createSession(Uint8Array.of(1, 2));
  await first.release();
  const again = await runtime.createSession(Uint8Array.of(1, 2), { threads: 1 });
  const x = { data: Float32Array.of(1), dims: [1] };
  expect(await again.run({ x })).toEqual({ x });
  await runtime.createSession(Uint8Array.of(1, 3));
  await runtime.createSession(Uint8Array.of(1, 2), { threads: 2 });
  expect(compiled.map(([model, options]) => [[...model], options?.threads])).toEqual([
    [[1, 2], 1],
    [[1, 3], 1],
    [[1, 2], 2],
  ]);
  expect(freed).toBe(0);
  await runtime.release();
  expect(freed).toBe(3);
});
