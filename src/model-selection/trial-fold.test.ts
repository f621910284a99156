import { beforeAll, expect, test } from "vitest";
import { madeUp } from "../evaluation/made-up.fixture.ts";
import { selectRows } from "../math/linear-algebra/matrix.ts";
import { predictTrained } from "../models/inference/predictor.ts";
import { ensemble, type ModelSpec, modelSpec } from "../models/model-spec.ts";
import { selectTraining } from "../models/training/select-training.ts";
import { trainOnRows } from "../models/training/train-on-rows.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import { emotionsOf } from "./inner-scores.ts";
import { advanceFold } from "./trial-fold.ts";
import type { FoldPredictions, TrialInput } from "./trial-input.ts";

const data = madeUp();
const speakers = data.clips.map(({ speakerId }) => speakerId!);
const rows = [...data.y.keys()];
const FOLD = {
  train: rows.filter((row) => Number(speakers[row]) >= 4),
  test: rows.filter((row) => Number(speakers[row]) < 4),
};
const LDA = modelSpec("lda", { shrinkage: 0.1, calibration: "temperature" });
const LOGISTIC = modelSpec("logistic", { calibration: "temperature" });
let runtime: Runtime;

beforeAll(async () => {
  runtime = await nodeRuntime();
});

async function predicted(spec: ModelSpec): Promise<FoldPredictions> {
  const input: TrialInput = { spec, rows: data, folds: [FOLD], speakers, seed: 0 };
  const { signal } = new AbortController();
  const progress = await advanceFold(input, 0, {}, { runtime, signal, onProgress: () => {} });
  return progress.predicted!;
}

test("a trial of a model that is calibrated predicts as the plain one", async () => {
  expect(await predicted(LDA)).toEqual(await predicted(modelSpec("lda", { shrinkage: 0.1 })));
});

test("the mean of trials tells the emotions of their ensemble, which is calibrated as a whole", async () => {
  const [lda, logistic] = [await predicted(LDA), await predicted(LOGISTIC)];
  const trained = await trainOnRows(
    { ...selectTraining(data, FOLD.train), spec: ensemble([LDA, LOGISTIC]) },
    { runtime },
  );
  expect(trained.calibration).toBeDefined();
  const { labels } = trained;
  const own = await predictTrained(trained, selectRows(data.X, FOLD.test), runtime);
  const mean = lda.probabilities.data.map((p, i) => (p + logistic.probabilities.data[i]!) / 2);
  expect(emotionsOf({ labels, probabilities: { ...own, data: mean } })).toEqual(
    emotionsOf({ labels, probabilities: own }),
  );
});
