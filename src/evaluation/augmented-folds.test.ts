import { expect, test } from "vitest";
import { type LabelledClips, labelledClips } from "../datasets/labelled-clips.ts";
import { PROTOCOLS } from "../splits/protocols.ts";
import type { FeatureRow } from "../datasets/feature-table.ts";
import { featureSet } from "../features/sets/sets.ts";
import { type Matrix, rowOf } from "../math/linear-algebra/matrix.ts";
import { presetModel } from "../models/presets.ts";
import { trainModel } from "../models/training/train-model.ts";
import {
  type TrainingInput,
  type TrainJobs,
  trainOnRows,
} from "../models/training/train-on-rows.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import type { Pool } from "../parallel/pool.ts";
import { evaluateModels, type EvaluateModelsOptions } from "./evaluate-models.ts";
import { foldPool } from "./evaluation.fixture.ts";
import type { FoldInput } from "./fold-job.ts";

const EMOTIONS = ["neutral", "happy", "sad"];
const COPIES = 2;
const set = featureSet({
  name: "tagged",
  statistics: ["mean"],
  descriptors: [{ name: "rms" }, { name: "zeroCrossingRate" }, { name: "spectralCentroid" }],
});

/** What a row of features says about where it is from. */
interface Tag {
  readonly speaker: number;
  readonly recording: number;
  /** 0 for the clip itself. */
  readonly copy: number;
}

/** All actors of RAVDESS with two recordings of each emotion, whose features are their tags; actors 1 and 2 share one recording's sound. */
function tagged(): LabelledClips {
  const actors = Array.from({ length: 24 }, (_, i) => i + 1);
  const rows = actors.flatMap((actor) =>
    EMOTIONS.flatMap((emotion, e) =>
      [0, 1].map((take): FeatureRow => {
        const recording = actor * 10 + 2 * e + take;
        const values = (copy: number): Float32Array => Float32Array.of(actor, recording, copy);
        const speaker = String(actor).padStart(2, "0");
        return {
          source: take === 0 ? "first session" : "second session",
          path: `${recording}.wav`,
          corpus: "ravdess",
          emotion,
          speaker,
          values: values(0),
          augmented: Array.from({ length: COPIES }, (_, copy) => values(copy + 1)),
          startSeconds: 0,
          durationSeconds: 1,
          state: "ok",
          warnings: [],
          samplesHash: recording === 10 || recording === 20 ? "shared" : String(recording),
        };
      }),
    ),
  );
  const augmentation = { gain: { decibels: [-6, 6] }, copies: COPIES } as const;
  return labelledClips({ set, rows, augmentation, failed: [], seconds: 0 });
}

function tagsOf(matrix: Matrix): Tag[] {
  return Array.from({ length: matrix.rows }, (_, row) => {
    const [speaker, recording, copy] = rowOf(matrix, row);
    return { speaker: speaker!, recording: recording!, copy: copy! };
  });
}

/** Collects what the folds are given to learn from and to test on. */
async function foldsOf(labelled: LabelledClips, options: Partial<EvaluateModelsOptions>) {
  const inputs: FoldInput[] = [];
  const pool = foldPool((_, { test }) => Array.from({ length: test.rows }, () => "sad"), {
    onRun: async (input) => void inputs.push(input),
  });
  const candidates = [{ name: "mlp", model: presetModel("mlp") }];
  const { models: results } = await evaluateModels(labelled, { candidates, pool, ...options });
  return { inputs, results };
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

test.each(
  PROTOCOLS.flatMap((protocol) => [
    { protocol, validationSpeakers: 0 },
    { protocol, validationSpeakers: 3 },
  ]),
)("$protocol with $validationSpeakers validation speakers", async (options) => {
  const { protocol, validationSpeakers } = options;
  const asked = { protocols: [protocol], validationSpeakers };
  const { inputs, results } = await foldsOf(tagged(), asked);
  const { augmented: _, ...without } = tagged();
  const bare = await foldsOf(without, asked);
  expect(inputs.length).toBe(bare.inputs.length);
  for (const [f, { X, y, validation, test }] of inputs.entries()) {
    const learned = tagsOf(X);
    const own = learned.filter(({ copy }) => copy === 0);
    const copies = learned.filter(({ copy }) => copy > 0);
    const heldOut = [...tagsOf(test), ...(validation ? tagsOf(validation.X) : [])];

    // held out are clips alone, and nothing of them is learned from
    expect(heldOut.every(({ copy }) => copy === 0)).toBe(true);
    const heldRecordings = heldOut.map(({ recording }) => recording);
    expect(learned.filter(({ recording }) => heldRecordings.includes(recording))).toEqual([]);
    if (options.protocol !== "random") {
      const heldSpeakers = heldOut.map(({ speaker }) => speaker);
      expect(learned.filter(({ speaker }) => heldSpeakers.includes(speaker))).toEqual([]);
    }
    // the sound that two speakers share is on one side only, its copies too
    const shared = [10, 20];
    if (heldRecordings.some((recording) => shared.includes(recording))) {
      expect(learned.filter(({ recording }) => shared.includes(recording))).toEqual([]);
    }

    // every clip that is learned from comes with all its copies and its label; the sides are those without augmentation
    expect(copies.map(({ recording }) => recording)).toEqual(
      own.flatMap(({ recording }) => Array.from({ length: COPIES }, () => recording)),
    );
    expect(distinct(copies.map(({ copy }) => copy))).toEqual([1, 2]);
    expect(y).toEqual(learned.map(({ recording }) => EMOTIONS[(recording % 10) >> 1]));
    expect(own).toEqual(tagsOf(bare.inputs[f]!.X));
    expect(test).toEqual(bare.inputs[f]!.test);
  }
  expect(results[0]!.folds.map(({ clips }) => clips)).toEqual(
    bare.results[0]!.folds.map(({ clips }) => clips),
  );
  expect(results[0]!.settings["augmentation"]).toBe("gain decibels -6..6, 2 copies, seed 0");
  expect(bare.results[0]!.settings["augmentation"]).toBeUndefined();
});

test("a training holds validation speakers out with their copies, and its file tells of the augmentation", async () => {
  const inputs: TrainingInput[] = [];
  const pool = {
    size: 1,
    run: async (_: "train", input: TrainingInput) => {
      inputs.push(input);
      return trainOnRows(input, { runtime: await nodeRuntime() });
    },
  } as Partial<Pool<TrainJobs>> as Pool<TrainJobs>;
  const model = presetModel("mlp", { epochs: 1 });
  const options = { model, seed: 1, validationSpeakers: 4, pool };
  const { data } = await trainModel(tagged(), options);
  const input = inputs[0]!;
  const validated = tagsOf(input.validation!.X);
  const learned = tagsOf(input.X);
  expect(validated.every(({ copy }) => copy === 0)).toBe(true);
  const speakers = distinct(validated.map(({ speaker }) => speaker));
  expect(speakers.length).toBe(4);
  expect(learned.filter(({ speaker }) => speakers.includes(speaker))).toEqual([]);
  expect(learned.length).toBe((1 + COPIES) * data.clipHashes.length);
  expect(data.augmentation).toEqual({ gain: { decibels: [-6, 6] }, copies: COPIES });
});
