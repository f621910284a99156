import { beforeAll, describe, expect, test } from "vitest";
import { GraphBuilder } from "./graph-builder.ts";
import type { Runtime } from "./runtime.ts";

/** What every runtime must do. */
export function runtimeContract(name: string, make: () => Promise<Runtime>): void {
  describe(`the ${name} runtime`, () => {
    let runtime: Runtime;
    beforeAll(async () => {
      runtime = await make();
    });

    function doubling(): Uint8Array {
      const graph = new GraphBuilder();
      const x = graph.input("x", ["rows", 2]);
      const y = graph.op("Add", [x, x]);
      graph.output("y", y, ["rows", 2]);
      graph.output("sum", graph.op("ReduceSum", [y], { keepdims: 0 }), []);
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

    test("rejects what is no model, an unknown operator and an input of the wrong shape", async () => {
      await expect(runtime.createSession(Uint8Array.of(1, 2, 3))).rejects.toThrow();
      const graph = new GraphBuilder();
      graph.output("y", graph.op("NoSuchOperator", [graph.input("x", [1])]), [1]);
      await expect(runtime.createSession(graph.encode())).rejects.toThrow();
      const session = await runtime.createSession(doubling());
      const x = { data: new Float32Array(3), dims: [1, 3] };
      await expect(session.run({ x })).rejects.toThrow();
      await session.release();
    });
  });
}
