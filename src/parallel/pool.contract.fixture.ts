import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AffektError } from "../errors.ts";
import type { Pool } from "./pool.ts";
import type { TestJobs } from "./test-jobs.fixture.ts";

/** Makes a pool of `size` workers that know `TestJobs`. */
export type MakePool = (
  size: number,
  onWarning: (message: string) => void,
) => Pool<TestJobs> | Promise<Pool<TestJobs>>;

/** Options of `testPoolContract`. */
export interface PoolContractOptions {
  /** Jobs run beside each other and beside their consumer, so that one can be ahead of it, and die alone. Default true. */
  readonly hasWorkers?: boolean;
}

/** The contract that every pool holds. */
export function testPoolContract(
  name: string,
  make: MakePool,
  { hasWorkers = true }: PoolContractOptions = {},
): void {
  // oxlint-disable-next-line vitest/valid-title
  describe(name, () => {
    const warnings: string[] = [];
    let pool: Pool<TestJobs>;
    beforeAll(async () => {
      pool = await make(2, (warning) => warnings.push(warning));
    });
    afterAll(() => pool.close());

    test("outputs of many jobs, each its own", async () => {
      const inputs = Array.from({ length: 20 }, (_, i) => i);
      const outputs = await Promise.all(inputs.map((input) => pool.run("double", input)));
      expect(outputs).toEqual(inputs.map((input) => 2 * input));
    });

    test("items in their order, then the output", async () => {
      const items: number[] = [];
      const stream = pool.stream("count", 50);
      for (;;) {
        const { done, value } = await stream.next();
        if (done === true) {
          expect(value).toBe("counted to 50");
          break;
        }
        items.push(value);
      }
      expect(items).toEqual(Array.from({ length: 50 }, (_, i) => i));
    });

    test("items of `run` go to onItem", async () => {
      const items: number[] = [];
      const output = await pool.run("count", 3, { onItem: (item) => items.push(item) });
      expect([items, output]).toEqual([[0, 1, 2], "counted to 3"]);
    });

    test("what a callback pushes comes as items", async () => {
      const items: number[] = [];
      await pool.run("push", 30, { onItem: (item) => items.push(item) });
      expect(items).toHaveLength(30);
    });

    test("errors keep their code, and the pool goes on", async () => {
      await expect(pool.run("fail", "code")).rejects.toMatchObject({
        name: "AffektError",
        code: "diverged",
        message: "as asked",
      });
      await expect(pool.run("fail", "bug")).rejects.toThrow("a bug");
      await expect(pool.stream("fail", "code").next()).rejects.toBeInstanceOf(AffektError);
      await expect(pool.run("double", 4)).resolves.toBe(8);
    });

    test("an error of onItem ends the wait, and the job", async () => {
      const fault = new Error("nobody wants it");
      const onItem = (): void => {
        throw fault;
      };
      await expect(pool.run("count", 1e9, { onItem })).rejects.toBe(fault);
      await expect(pool.run("double", 5)).resolves.toBe(10);
    });

    test.each(["run", "stream"] as const)(
      "%s: an abort rejects at once with the reason",
      async (how) => {
        const stop = new AbortController();
        const { signal } = stop;
        const work =
          how === "run"
            ? pool.run("wait", undefined, { signal, onItem: () => stop.abort("enough") })
            : (async () => {
                for await (const item of pool.stream("wait", undefined, { signal })) {
                  expect(item).toBe("waiting");
                  stop.abort("enough");
                }
              })();
        await expect(work).rejects.toMatchObject({ code: "interrupted", cause: "enough" });
        await expect(pool.run("double", 6)).resolves.toBe(12);
      },
    );

    test("a signal that is aborted before starts nothing", async () => {
      const signal = AbortSignal.abort("before");
      await expect(pool.run("double", 1, { signal })).rejects.toMatchObject({ cause: "before" });
      await expect(pool.stream("count", 1, { signal }).next()).rejects.toMatchObject({
        code: "interrupted",
      });
    });

    test("a consumer that stops early ends the job", async () => {
      for await (const item of pool.stream("count", 1e9)) if (item === 3) break;
      await expect(Promise.all([1, 2].map((one) => pool.run("double", one)))).resolves.toEqual([
        2, 4,
      ]);
    });

    test("warnings arrive", async () => {
      await pool.run("warn", "careful");
      expect(warnings).toContain("careful");
    });

    test("a closed pool rejects what runs, waits or comes", async () => {
      const own = await make(1, () => {});
      const running = own.run("wait", undefined);
      const waiting = own.run("double", 1);
      running.catch(() => {});
      waiting.catch(() => {});
      await own.close();
      await expect(running).rejects.toMatchObject({ code: "interrupted" });
      if (hasWorkers) await expect(waiting).rejects.toMatchObject({ code: "interrupted" });
      await expect(own.run("double", 2)).rejects.toMatchObject({ code: "interrupted" });
    });

    test("a pool is closed at the end of its block", async () => {
      let own: Pool<TestJobs>;
      {
        await using one = await make(1, () => {});
        await expect(one.run("double", 1)).resolves.toBe(2);
        own = one;
      }
      await expect(own.run("double", 2)).rejects.toMatchObject({ code: "interrupted" });
    });

    if (!hasWorkers) return;

    test("a job waits that is ahead of its consumer", async () => {
      const stream = pool.stream("count", 1e9);
      await stream.next();
      await new Promise((resolve) => setTimeout(resolve, 50));
      // a job that does not wait would have filled the memory; the next items are there at once
      expect((await stream.next()).value).toBe(1);
      await stream.return("");
    });

    test("a worker that dies fails its job alone", async () => {
      const dying = pool.run("die", undefined);
      const others = Promise.all([1, 2, 3].map((one) => pool.run("double", one)));
      await expect(dying).rejects.toThrow();
      await expect(others).resolves.toEqual([2, 4, 6]);
      await expect(Promise.all([4, 5].map((one) => pool.run("double", one)))).resolves.toEqual([
        8, 10,
      ]);
    });

    test("an input that cannot be cloned is the caller's error", async () => {
      const input = (() => {}) as unknown as number;
      await expect(pool.run("double", input)).rejects.toThrow();
      await expect(pool.run("double", 7)).resolves.toBe(14);
    });
  });
}
