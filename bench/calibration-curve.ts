// What adapting to a speaker by few clips gives, against the same model unadapted on the same clips; every fold is trained once.
//
//   node bench/calibration-curve.ts SOURCE… [--protocol P] [--set speech-views] [--seed 0]
//
// Clips are drawn five times without their labels, as by `affekt evaluate --calibration-clips`, whose UAR these are. The rows "one emotion" adapt
// to all of a speaker's clips of one emotion, each emotion in turn, and test on the others.
import { parseArgs } from "node:util";
import { labelledClips } from "../src/datasets/labelled-clips.ts";
import { groupBy } from "../src/group-by.ts";
import { rowOf, selectRows } from "../src/math/linear-algebra/matrix.ts";
import { assess } from "../src/metrics/assessment.ts";
import { adaptableModel } from "../src/models/adaptation/adaptable-model.ts";
import { adaptedModel } from "../src/models/adaptation/adapt-to-speaker.ts";
import { estimateStatistics } from "../src/models/adaptation/speaker-statistics.ts";
import { predictTrained } from "../src/models/inference/predictor.ts";
import { presetModel } from "../src/models/presets.ts";
import { selectTraining } from "../src/models/training/select-training.ts";
import { trainOnRows } from "../src/models/training/train-on-rows.ts";
import { modelSpec } from "../src/models/model-spec.ts";
import { featureTable } from "../src/node/feature-table.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";
import { type SpeakerCalibration, speakerCalibrations } from "../src/splits/calibration.ts";
import { defaultProtocol, type Protocol, splitClips } from "../src/splits/protocols.ts";

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
const { clips, labels, X } = labelled;
const protocol = (values.protocol ?? defaultProtocol(clips)) as Protocol;
const { shrinkage } = presetModel("speech").settings;
const spec = modelSpec("lda", { shrinkage: shrinkage! });

interface Answer {
  readonly clip: number;
  readonly plain: ArrayLike<number>;
  readonly adapted: ArrayLike<number>;
}
const answers = new Map<string, Answer[]>();

for (const fold of splitClips(clips, { protocol, seed }).folds) {
  const rows = selectTraining(labelled, fold.train);
  const trained = await trainOnRows({ ...rows, spec, seed, learnsAdaptation: true }, { runtime });
  const model = adaptableModel(trained, "bench");
  const inOrder = (own: ArrayLike<number>): number[] =>
    labels.map((label) => own[trained.labels.indexOf(label)] ?? 0);
  const bySpeaker = [...groupBy(fold.test, (i) => clips[i]!.speakerId).values()];
  const oneEmotion = bySpeaker.flatMap((own) =>
    labels.flatMap((label, draw): SpeakerCalibration[] => {
      const calibration = own.filter((i) => clips[i]!.emotion === label);
      const takes = new Set(calibration.map((i) => clips[i]!.take));
      const test = own.filter((i) => !takes.has(clips[i]!.take));
      return calibration.length === 0 ? [] : [{ draw, calibration, test }];
    }),
  );
  const smallest = Math.min(...bySpeaker.map(({ length }) => length));
  const divisions: (readonly [string, readonly SpeakerCalibration[]])[] = [
    ...[1, 2, 4, 8, 16, 32]
      .filter((count) => count < smallest)
      .map(
        (count) => [`${count}`, speakerCalibrations(fold, clips, { clips: count, seed })] as const,
      ),
    ["one emotion", oneEmotion],
    ["all (transductive)", speakerCalibrations(fold, clips, { clips: "all", seed })],
  ];
  for (const [name, own] of divisions) {
    const found = answers.get(name) ?? [];
    for (const { calibration, test } of own) {
      const forSpeaker = adaptedModel(model, estimateStatistics(model, selectRows(X, calibration)));
      const tested = selectRows(X, test);
      const plain = await predictTrained(trained, tested, runtime);
      const adapted = await predictTrained({ ...trained, ...forSpeaker }, tested, runtime);
      for (const [row, clip] of test.entries()) {
        found.push({
          clip,
          plain: inOrder(rowOf(plain, row)),
          adapted: inOrder(rowOf(adapted, row)),
        });
      }
    }
    answers.set(name, found);
  }
}

function uarOf(own: readonly Answer[], which: "plain" | "adapted"): string {
  const indices = own.map((answer) => {
    const all = Array.from(answer[which]);
    return all.indexOf(Math.max(...all));
  });
  const { scores, interval } = assess(
    {
      trueIndices: own.map(({ clip }) => labels.indexOf(clips[clip]!.emotion)),
      predictedIndices: indices,
      probabilities: Float64Array.from(own.flatMap((answer) => Array.from(answer[which]))),
      classes: labels.length,
    },
    { speakerIds: own.map(({ clip }) => clips[clip]!.speakerId ?? ""), seed },
  );
  const [low, high] = interval.uar.map((one) => (100 * one).toFixed(1));
  return `${(100 * scores.uar).toFixed(1)} (${low}–${high})`;
}

console.log(`${positionals.join(" ")}, ${values.set}, ${protocol}, seed ${seed}`);
console.log("clips               unadapted           adapted");
for (const [name, own] of answers) {
  console.log(name.padEnd(20) + uarOf(own, "plain").padEnd(20) + uarOf(own, "adapted"));
}
