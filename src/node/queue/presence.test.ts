import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { joinQueue, watchCaller } from "./presence.ts";
import { HAS_REDIS, startRedis, type TestRedis } from "./redis.fixture.ts";
import { connectRedis } from "./redis.ts";

describe.skipIf(!HAS_REDIS)("who uses a queue", () => {
  let server: TestRedis;

  beforeAll(async () => {
    server = await startRedis();
  });

  afterAll(() => server.stop());

  test("a caller that joined is there however long its job takes, and gone once it leaves", async () => {
    const redis = await connectRedis(server.url);
    const leave = await joinQueue(redis, "long", { caller: "me" });
    let gone = 0;
    const watches = ["me", "nobody"].map((caller) =>
      watchCaller(redis, {
        queue: "long",
        caller,
        onGone: () => (gone += caller === "me" ? 1 : 10),
      }),
    );
    await expect.poll(() => gone, { timeout: 15_000 }).toBe(10);
    leave();
    await expect.poll(() => gone % 10, { timeout: 15_000 }).toBe(1);
    for (const end of watches) end();
    redis.disconnect();
  }, 40_000);
});
