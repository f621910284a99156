// What the copies of the models that ship give on noisy recordings, and what they cost on clean ones: the model speech on emobox-6, trained with
// and without them, tested on the recordings as they are, with noise, in a room and over a telephone line. Pink noise is in no training.
// Usage: node bench/shipped-robustness.ts --data FOLDER_OF_RAVDESS [--seed 0]
import { parseArgs } from "node:util";
import type { Augmentation } from "../src/augmentation/augmentation.ts";
import { type LabelledClips, labelledClips } from "../src/datasets/labelled-clips.ts";
import { foldJob } from "../src/evaluation/fold-job.ts";
import { concatRows, selectRows } from "../src/math/linear-algebra/matrix.ts";
import { assess } from "../src/metrics/assessment.ts";
import { argmaxRows } from "../src/models/labels.ts";
import { presetModel } from "../src/models/presets.ts";
import { selectTraining } from "../src/models/training/select-training.ts";
import "../src/node/default-runtime.ts";
import { featureTable } from "../src/node/feature-table.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";
import { SHIPPED_AUGMENTATION } from "../src/node/shipped-models.ts";
import { withAugmented } from "../src/splits/folds.ts";
import { splitClips } from "../src/splits/protocols.ts";

const CONDITIONS: Readonly<Record<string, Augmentation>> = {
  "white noise, 10 dB": { noise: { snr: [10, 10] } },
  "pink noise, 10 dB": { noise: { snr: [10, 10], color: "pink" } },
  "room, RT60 0.6 s": { room: { rt60: [0.6, 0.6] } },
  "telephone line": { bandLimit: { codec: "pcm" } },
  "telephone line, mu-law": { bandLimit: { codec: "mu-law" } },
};
const { values } = parseArgs({
  options: { data: { type: "string" }, seed: { type: "string", default: "0" } },
});
const seed = Number(values.seed);

async function labelledWith(augmentation: Augmentation): Promise<LabelledClips> {
  const options = { set: "speech", augmentation, cache: true };
  return labelledClips(await featureTable([values.data!], options));
}

const labelled = await labelledWith({ ...SHIPPED_AUGMENTATION, seed });
const { clips, labels, y } = labelled;
const tested = [labelled.X];
for (const condition of Object.values(CONDITIONS)) {
  // other random numbers than those of training
  tested.push((await labelledWith({ ...condition, seed: seed + 1000 })).augmented!.X);
}
const runtime = await nodeRuntime();
const { signal } = new AbortController();

for (const variant of ["clean clips", "copies too"]) {
  const probabilities = tested.map(() => new Float64Array(clips.length * labels.length));
  for (const bare of splitClips(clips, { protocol: "emobox-6", seed }).folds) {
    const sources = labelled.augmented!.sources;
    const { train, augmented, test } =
      variant === "clean clips" ? bare : withAugmented(bare, sources);
    const sides = tested.map((X) => selectRows(X, test));
    const found = await foldJob(
      {
        ...selectTraining(labelled, train, augmented),
        spec: presetModel("speech"),
        test: sides.reduce(concatRows),
        seed,
      },
      { runtime, signal },
    );
    const { data, columns } = found.probabilities;
    for (const [c, all] of probabilities.entries()) {
      for (const [i, clip] of test.entries()) {
        const row = c * test.length + i;
        all.set(data.subarray(row * columns, (row + 1) * columns), clip * columns);
      }
    }
  }
  for (const [c, condition] of ["clean", ...Object.keys(CONDITIONS)].entries()) {
    const own = probabilities[c]!;
    const predictions = {
      trueIndices: y.map((label) => labels.indexOf(label)),
      predictedIndices: argmaxRows({
        data: Float32Array.from(own),
        rows: clips.length,
        columns: labels.length,
      }),
      probabilities: own,
      classes: labels.length,
    };
    const speakerIds = clips.map(({ speakerId }) => speakerId ?? "");
    const { scores, interval } = assess(predictions, { speakerIds, seed });
    const [low, high] = interval.uar.map((value) => (100 * value).toFixed(1));
    console.log(
      `trained on ${variant}, tested ${condition}: UAR ${(100 * scores.uar).toFixed(1)} (${low} to ${high}), ECE ${scores.ece.toFixed(3)}`,
    );
  }
}
