import { beforeAll, describe, expect, test } from "vitest";
import { AffektError } from "../../errors.ts";
import { trainingContract } from "../../models/training/training.contract.fixture.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";
import type { Runtime } from "./runtime.ts";

/** The contract of every runtime, training included. */
export function runtimeContract(name: string, make: () => Promise<Runtime>): void {
  describe(`the ${name} runtime`, () => {
    let runtime: Runtime;
    beforeAll(async () => {
      runtime = await make();
    });

    function doubling(): Uint8Array {
      const graph = new GraphBuilder();
      const x = graph.input("x", ["rows", 2]);
      const y = graph.add(x, x);
      graph.output("y", y, ["rows", 2]);
      graph.output("sum", graph.total(y), []);
      return graph.encode();
    }

    test("has its name", () => expect(runtime.name).toBe(name));

    test("runs a graph for any count of rows", async () => {
      const session = await runtime.createSession(doubling());
      const one = await session.run({ x: { data: Float32Array.of(1, 2), dims: [1, 2] } });
      expect(one).toEqual({
        y: { data: Float32Array.of(2, 4), dims: [1, 2] },
        sum: { data: Float32Array.of(6), dims: [] },
      });
      const two = await session.run({ x: { data: Float32Array.of(1, 2, 3, 4), dims: [2, 2] } });
      expect(two["y"]).toEqual({ data: Float32Array.of(2, 4, 6, 8), dims: [2, 2] });
      expect(one["y"]!.data).toEqual(Float32Array.of(2, 4));
      await session.release();
    });

    test("writes into the arrays that it is given, and sees new values in its feeds", async () => {
      const session = await runtime.createSession(doubling());
      const x = { data: Float32Array.of(1, 2), dims: [1, 2] };
      const y = { data: new Float32Array(2), dims: [1, 2] };
      const first = await session.run({ x }, { y });
      expect(first["y"]).toBe(y);
      expect(y.data).toEqual(Float32Array.of(2, 4));
      x.data.set([5, 6]);
      const { sum } = await session.run({ x }, { y });
      expect(y.data).toEqual(Float32Array.of(10, 12));
      expect(sum!.data[0]).toBe(22);
      await session.release();
    });

    test("takes two threads", async () => {
      const session = await runtime.createSession(doubling(), { threads: 2 });
      const { sum } = await session.run({ x: { data: Float32Array.of(1, 2), dims: [1, 2] } });
      expect(sum!.data[0]).toBe(6);
      await session.release();
    });

    test("refuses what is no model and an unknown operator", async () => {
      const graph = new GraphBuilder();
      graph.output("y", graph.op("NoSuchOperator", [graph.input("x", [1])]), [1]);
      for (const model of [Uint8Array.of(1, 2, 3), new Uint8Array(0), graph.encode()]) {
        const making = runtime.createSession(model);
        await expect(making).rejects.toBeInstanceOf(AffektError);
        await expect(making).rejects.toMatchObject({
          code: "unreadable",
          message: expect.stringMatching(
            `^${name} runtime: ONNX Runtime does not take this model: .`,
          ),
        });
      }
    });

    test("refuses inputs that are missing or of the wrong shape, and runs on", async () => {
      const session = await runtime.createSession(doubling());
      const x = { data: new Float32Array(3), dims: [1, 3] };
      for (const feeds of [{ x }, {}]) {
        const running = session.run(feeds);
        await expect(running).rejects.toBeInstanceOf(AffektError);
        await expect(running).rejects.toMatchObject({ code: "invalid-argument" });
      }
      const { sum } = await session.run({ x: { data: Float32Array.of(1, 2), dims: [1, 2] } });
      expect(sum!.data[0]).toBe(6);
      await session.release();
    });

    test("runs nothing that was released, which may happen twice", async () => {
      const [one, other] = [
        await runtime.createSession(doubling()),
        await runtime.createSession(doubling()),
      ];
      const x = { data: Float32Array.of(1, 2), dims: [1, 2] };
      await one.release();
      await one.release();
      await expect(one.run({ x })).rejects.toMatchObject({
        code: "invalid-argument",
        message: `${name} runtime: the graph does not run: the session was released`,
      });
      expect((await other.run({ x }))["sum"]!.data[0]).toBe(6);
      await other.release();
    });

    test("runs several sessions at once", async () => {
      const sessions = await Promise.all([1, 2, 3].map(() => runtime.createSession(doubling())));
      const sums = await Promise.all(
        sessions.map((session, i) =>
          session.run({ x: { data: Float32Array.of(i, 1), dims: [1, 2] } }),
        ),
      );
      expect(sums.map(({ sum }) => sum!.data[0])).toEqual([2, 4, 6]);
      await Promise.all(sessions.map((session) => session.release()));
    });

    trainingContract(() => runtime);
  });
}
