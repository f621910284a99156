import { beforeAll, describe, expect, test } from "vitest";
import type { Matrix } from "../../../math/linear-algebra/matrix.ts";
import { contentHash } from "../../../math/content-hash.ts";
import { Random } from "../../../math/statistics/random.ts";
import type { Runtime } from "../../../network/runtime/runtime.ts";
import { nodeEncoder } from "../../../node/node-encoder.ts";
import { nodeRuntime } from "../../../node/native-runtime.ts";
import "../../../node/default-runtime.ts";
import { encodeModel } from "../../file/encode-model.ts";
import { LoadedModel } from "../../file/loaded-model.ts";
import { predictTrained } from "../../inference/predictor.ts";
import type { LabelledRows } from "../../labelled-rows.ts";
import { modelOf, train } from "../../models.fixture.ts";
import { presetModel } from "../../presets.ts";
import { sequences } from "../../sequences.fixture.ts";

const [FRAMES, WIDTH] = [24, 768];
/** Some seconds of work, of which a busy machine makes minutes. */
const PATIENT = { timeout: 300_000 };
let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

/** Frames as an encoder's layers give them, noise with a shift of some channels by class; padding holds what it may. */
function frames(rows: number, { padding = 0, seed = 1 } = {}): LabelledRows {
  const random = new Random(seed);
  const lengths = Uint32Array.from({ length: rows }, (_, row) => FRAMES - (row % 5) * 3);
  const data = new Float32Array(rows * FRAMES * WIDTH).fill(padding);
  for (let row = 0; row < rows; row++) {
    const start = row * FRAMES * WIDTH;
    for (let i = 0; i < lengths[row]! * WIDTH; i++) {
      data[start + i] = random.uniform() + ((i % WIDTH) % 3 === row % 3 ? 0.1 : 0);
    }
  }
  const X: Matrix = { data, rows, columns: FRAMES * WIDTH, sequences: { width: WIDTH, lengths } };
  return { X, y: Array.from({ length: rows }, (_, row) => `class ${row % 3}`) };
}

describe("the model speech-finetuned", () => {
  const model = presetModel("speech-finetuned", { epochs: 2, batchSize: 8 });

  test(
    "starts from the encoder's weights, learns, and gives the same from its file; padding does not count",
    PATIENT,
    async () => {
      const trained = await train({ ...frames(18, { padding: 7 }), model, runtime });
      const again = await train({ ...frames(18, { padding: -7 }), model, runtime });
      expect(contentHash(again.parameters)).toBe(contentHash(trained.parameters));
      expect(again.history).toEqual(trained.history);
      expect(trained.scaler).toBeUndefined();
      expect(trained.history[1]!.loss).toBeLessThan(trained.history[0]!.loss);
      const own = (await nodeEncoder()).blockWeights(3);
      const moved = own.map((weight, i) => Math.abs(weight - trained.parameters[i]!));
      expect(Math.max(...moved.subarray(0, 768))).toBeLessThan(2e-3);
      expect(moved.filter((distance) => distance > 0).length).toBeGreaterThan(0.9 * own.length);

      const { X, y } = frames(12, { seed: 2 });
      const probabilities = await predictTrained(trained, X, runtime);
      const right = y.filter((label, row) => {
        const values = probabilities.data.subarray(3 * row, 3 * row + 3);
        return trained.labels[values.indexOf(Math.max(...values))] === label;
      });
      expect(right.length).toBeGreaterThan(8);
      const bytes = encodeModel(modelOf(trained));
      const loaded = await LoadedModel.load(bytes, { name: "my.onnx", runtime });
      expect(await loaded.predictProba(frames(12, { padding: 9, seed: 2 }).X)).toEqual(
        probabilities,
      );
      await loaded.release();
    },
  );

  test("learns nothing from rows held out", PATIENT, async () => {
    const brief = presetModel("speech-finetuned", { epochs: 1 });
    const [validation, rows] = [frames(3, { seed: 3 }), frames(6)];
    const validated = await train({ ...rows, validation, model: brief, runtime });
    const { parameters } = await train({ ...rows, model: brief, runtime });
    expect(contentHash(validated.parameters)).toBe(contentHash(parameters));
  });

  test("refuses other frames, and an ensemble with models of scaled features", async () => {
    await expect(train({ ...sequences(12), model, runtime })).rejects.toMatchObject({
      code: "mismatch",
      message: expect.stringContaining("takes the outputs of the voice encoder's layers 1 and 2"),
    });
    const mixed = presetModel("speech-finetuned+tcn", { epochs: 1 });
    await expect(train({ ...frames(12), model: mixed, runtime })).rejects.toMatchObject({
      code: "invalid-argument",
    });
  });
});
