import type { Runtime } from "../../network/runtime/runtime.ts";
import { makeBlobs, train } from "../models.fixture.ts";
import { predictTrained } from "../inference/predictor.ts";
import { presetModel } from "../presets.ts";

/** Trains so many models, `mlp` and `cnn` by turns, each with validation rows and a prediction after it. */
export async function trainRepeatedly(
  runtime: Runtime,
  trainings: number,
  columns: number,
): Promise<void> {
  const rows = makeBlobs(64, columns, 8, 1);
  for (let seed = 0; seed < trainings; seed++) {
    const model = presetModel(seed % 2 === 0 ? "mlp" : "cnn", { epochs: 1 });
    const trained = await train({ ...rows, validation: rows, model, seed, runtime });
    await predictTrained(trained, rows.X, runtime);
  }
}
