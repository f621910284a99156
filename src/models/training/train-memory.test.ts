import { beforeAll, expect, test } from "vitest";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { makeBlobs, train } from "../models.fixture.ts";
import { modelSpec } from "../model-spec.ts";
import { MlpClassifier } from "../classifiers/mlp-classifier.ts";
import { predictTrained } from "../inference/predictor.ts";
import { presetModel } from "../presets.ts";

/** A runtime that counts its sessions. */
class Counting implements Runtime {
  readonly name = "counting";
  made = 0;
  open = 0;
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  async createSession(...given: Parameters<Runtime["createSession"]>) {
    const session = await this.#runtime.createSession(...given);
    this.made++;
    this.open++;
    const release = (): Promise<void> => {
      this.open--;
      return session.release();
    };
    return { ...session, release };
  }
}

let native: Runtime;
beforeAll(async () => {
  native = await nodeRuntime();
});

const rows = makeBlobs(60, 20, 3, 1);

test.each(["mlp", "cnn"] as const)("trainings of %s free what they compiled", async (name) => {
  const runtime = new Counting(native);
  const model = presetModel(name, { epochs: 2 });
  const trained = await train({ ...rows, validation: rows, model, runtime });
  expect(runtime).toMatchObject({ made: 2, open: 0 });
  await predictTrained(trained, rows.X, runtime);
  expect(runtime).toMatchObject({ made: 3, open: 0 });
  const controller = new AbortController();
  const interrupted = train({
    ...rows,
    validation: rows,
    model,
    runtime,
    signal: controller.signal,
    onEpoch: () => controller.abort(),
  });
  await expect(interrupted).rejects.toMatchObject({ code: "interrupted" });
  expect(runtime).toMatchObject({ made: 5, open: 0 });
});

test("those that fail do, too", async () => {
  const runtime = new Counting(native);
  const fail = async (settings: object): Promise<unknown> =>
    train({
      ...rows,
      validation: rows,
      model: modelSpec("mlp", settings),
      runtime,
    });
  await expect(fail({ solver: "sgd", learningRateInit: 1e40 })).rejects.toThrow("not finite");
  await expect(fail({ clipNorm: 1, clipValue: 1 })).rejects.toThrow("only one of clipNorm");
  await expect(fail({ solver: "lbfgs", mixup: 1 })).rejects.toThrow("without mixup");
  expect(runtime.made).toBeGreaterThan(3);
  expect(runtime.open).toBe(0);
});

test("a classifier holds what it predicts and goes on with until it is released", async () => {
  const runtime = new Counting(native);
  const classifier = new MlpClassifier({ runtime, maxIter: 2 });
  await classifier.fit(rows.X, rows.y);
  expect(runtime.open).toBe(0);
  await classifier.predict(rows.X);
  await classifier.predict(rows.X);
  expect(runtime).toMatchObject({ made: 2, open: 1 });
  await classifier.partialFit(rows.X, rows.y);
  await classifier.partialFit(rows.X, rows.y);
  expect(runtime).toMatchObject({ made: 3, open: 1 });
  await classifier.release();
  expect(runtime.open).toBe(0);
});
