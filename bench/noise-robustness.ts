// What training with noise gives on noisy recordings, and what it costs on clean ones: the mlp on emobox-6, tested on the recordings as they are and with
// white noise of 20 and 10 dB. Usage: node bench/noise-robustness.ts --data FOLDER_OF_RAVDESS [--set classic-180] [--seed 0]
import { parseArgs } from "node:util";
import type { Augmentation } from "../src/augmentation/augmentation.ts";
import { type LabelledClips, labelledClips } from "../src/datasets/labelled-clips.ts";
import { withAugmented } from "../src/splits/folds.ts";
import { splitClips } from "../src/splits/protocols.ts";
import { foldJob } from "../src/evaluation/fold-job.ts";
import { concatRows, type Matrix, selectRows } from "../src/math/linear-algebra/matrix.ts";
import { confusionMatrix } from "../src/metrics/confusion.ts";
import { uar } from "../src/metrics/scores.ts";
import { argmaxRows } from "../src/models/labels.ts";
import { presetModel } from "../src/models/presets.ts";
import { selectTraining } from "../src/models/training/select-training.ts";
import { featureTable } from "../src/node/feature-table.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";

const TEST_SNRS = [20, 10];
const { values } = parseArgs({
  options: {
    data: { type: "string" },
    set: { type: "string", default: "classic-180" },
    seed: { type: "string", default: "0" },
  },
});
const seed = Number(values.seed);

async function labelledWith(augmentation: Augmentation): Promise<LabelledClips> {
  const options = { set: values.set, augmentation, jobs: 1 };
  return labelledClips(await featureTable([values.data!], options));
}

const labelled = await labelledWith({ noise: { snr: [5, 20] }, seed });
const { clips, labels, y } = labelled;
const tested: Matrix[] = [labelled.X];
for (const snr of TEST_SNRS) {
  // other noise than that of training
  const { augmented } = await labelledWith({ noise: { snr: [snr, snr] }, seed: seed + 1000 });
  tested.push(augmented!.X);
}
const conditions = ["clean", ...TEST_SNRS.map((snr) => `${snr} dB`)];
const runtime = await nodeRuntime();
const { signal } = new AbortController();

for (const variant of ["clean", "with noise"]) {
  const outcomes = conditions.map(() => ({ truth: [] as number[], said: [] as number[] }));
  for (const bare of splitClips(clips, { protocol: "emobox-6", seed }).folds) {
    const sources = labelled.augmented!.sources;
    const { train, augmented, test } = variant === "clean" ? bare : withAugmented(bare, sources);
    const sides = tested.map((X) => selectRows(X, test));
    const { probabilities, labels: order } = await foldJob(
      {
        ...selectTraining(labelled, train, augmented),
        spec: presetModel("mlp"),
        test: sides.reduce(concatRows),
        seed,
      },
      { runtime, signal },
    );
    const predicted = argmaxRows(probabilities);
    for (const [c, { truth, said }] of outcomes.entries()) {
      truth.push(...test.map((i) => labels.indexOf(y[i]!)));
      const own = predicted.subarray(c * test.length, (c + 1) * test.length);
      said.push(...Array.from(own, (i) => labels.indexOf(order[i]!)));
    }
  }
  const figures = outcomes.map(({ truth, said }, c) => {
    const figure = 100 * uar(confusionMatrix(truth, said, labels.length));
    return `${conditions[c]} ${figure.toFixed(1)}`;
  });
  console.log(`trained ${variant}: UAR tested ${figures.join(", ")}`);
}
