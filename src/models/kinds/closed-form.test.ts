import { beforeAll, expect, test } from "vitest";
import { matrixFromRows } from "../../math/linear-algebra/matrix.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { makeBlobs, train } from "../models.fixture.ts";
import { predictTrained } from "../inference/predictor.ts";
import { presetModel } from "../presets.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

const DEPENDENT = {
  X: matrixFromRows([
    [0, 0, 1],
    [1, 1, 3],
    [2, 2, 2],
    [3, 3, 5],
  ]),
  y: ["a", "b", "a", "b"],
};

test.each([
  ["lda", {}, /^lda: the 4 rows of 4 classes do not vary enough .* how 3 features scatter/],
  ["ridge", { alpha: 0 }, /^ridge: some of the 3 features follow from the others in these 4 rows/],
] as const)("%s refuses what cannot be solved", async (kind, settings, message) => {
  const y = kind === "lda" ? ["a", "b", "c", "d"] : DEPENDENT.y;
  const model = { kind, settings } as ReturnType<typeof presetModel>;
  await expect(train({ ...DEPENDENT, y, model, runtime })).rejects.toMatchObject({
    code: "bad-data",
    message: expect.stringMatching(message),
  });
});

test("a class that lda gives the weight 0 is never the answer, and the loss is a number", async () => {
  const rows = makeBlobs(60, 5, 3, 1);
  const model = presetModel("lda", { classWeight: { "class 1": 0 } });
  const trained = await train({ ...rows, model, runtime });
  expect(Number.isFinite(trained.history[0]!.loss)).toBe(true);
  const { data } = await predictTrained(trained, rows.X, runtime);
  for (let row = 0; row < rows.X.rows; row++) {
    expect(data[3 * row + 1]).toBe(0);
    expect(data[3 * row]! + data[3 * row + 2]!).toBeCloseTo(1, 6);
  }
});
