// How often prediction sets of model `speech` hold the true emotion of speakers never heard, and how many emotions they hold.
//
//   node bench/conformal.ts SOURCE… [--protocol P] [--set speech-views] [--seed 0]
//
// Each fold's thresholds come from its training speakers. A speaker's clips weigh together as much as another's.
import { parseArgs } from "node:util";
import { labelledClips } from "../src/datasets/labelled-clips.ts";
import { groupBy } from "../src/group-by.ts";
import { rowOf, selectRows } from "../src/math/linear-algebra/matrix.ts";
import { predictTrained } from "../src/models/inference/predictor.ts";
import { presetModel } from "../src/models/presets.ts";
import { selectTraining } from "../src/models/training/select-training.ts";
import { trainOnRows } from "../src/models/training/train-on-rows.ts";
import { featureTable } from "../src/node/feature-table.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";
import { predictionOf } from "../src/prediction/prediction.ts";
import { predictionSet } from "../src/prediction/prediction-set.ts";
import { defaultProtocol, type Protocol, splitClips } from "../src/splits/protocols.ts";

const COVERAGES = [0.5, 0.7, 0.8, 0.9, 0.95];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    protocol: { type: "string" },
    set: { type: "string", default: "speech-views" },
    seed: { type: "string", default: "0" },
  },
});
const seed = Number(values.seed);
const runtime = await nodeRuntime();
const table = await featureTable(positionals, { set: values.set, jobs: 1, cache: true });
const labelled = labelledClips(table);
const { clips, X } = labelled;
const protocol = (values.protocol ?? defaultProtocol(clips)) as Protocol;
const spec = presetModel("speech");

interface Answer {
  readonly speaker: string;
  /** The emotions of each coverage's set, and whether the true one is among them. */
  readonly sets: readonly { readonly size: number; readonly holds: boolean }[];
}
const answers: Answer[] = [];
for (const fold of splitClips(clips, { protocol, seed }).folds) {
  const trained = await trainOnRows(
    { ...selectTraining(labelled, fold.train), spec, seed },
    { runtime },
  );
  const probabilities = await predictTrained(trained, selectRows(X, fold.test), runtime);
  for (const [row, clip] of fold.test.entries()) {
    const prediction = predictionOf(trained.labels, rowOf(probabilities, row));
    const { speakerId, emotion } = clips[clip]!;
    const sets = COVERAGES.map((coverage) => {
      const set = predictionSet(prediction, trained.calibration, coverage);
      return { size: set.length, holds: set.includes(emotion) };
    });
    answers.push({ speaker: speakerId ?? `clip ${clip}`, sets });
  }
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const speakers = [...groupBy(answers, ({ speaker }) => speaker).values()];
console.log(`${protocol}, ${speakers.length} speakers, ${answers.length} clips, ${values.set}`);
console.log("promised  held  speakers below  emotions in a set  sets of one");
for (const [i, coverage] of COVERAGES.entries()) {
  const held = speakers.map((own) => mean(own.map(({ sets }) => Number(sets[i]!.holds))));
  const sizes = answers.map(({ sets }) => sets[i]!.size);
  console.log(
    [
      (100 * coverage).toFixed(0).padStart(8),
      (100 * mean(held)).toFixed(1).padStart(5),
      `${held.filter((share) => share < coverage).length}`.padStart(14),
      mean(sizes).toFixed(2).padStart(17),
      `${(100 * mean(sizes.map((size) => Number(size === 1)))).toFixed(0)} %`.padStart(11),
    ].join(" "),
  );
}
