import { hashOf } from "../features/sets/hash.ts";
import { featureSet } from "../features/sets/sets.ts";
import type { Matrix } from "../math/linear-algebra/matrix.ts";
import { Random } from "../math/statistics/random.ts";
import type { TrainedModel } from "./file/trained-model.ts";
import type { LabelledRows } from "./labelled-rows.ts";
import type { ModelSpec } from "./model-spec.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import type { TrainingControl } from "../training/fit-options.ts";
import { type TrainedNetwork, type TrainingInput, trainOnRows } from "./training/train-on-rows.ts";

/** Gaussian blobs around random centres, one a class, with columns of different location and spread: scikit-learn's `make_blobs`. */
export function makeBlobs(
  rows: number,
  columns: number,
  classes: number,
  spread: number,
  seed = 1,
): LabelledRows {
  const random = new Random(seed);
  const gaussian = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const centres = Array.from({ length: classes * columns }, gaussian);
  const data = new Float32Array(rows * columns);
  const X: Matrix = { data, rows, columns };
  for (let i = 0; i < data.length; i++) {
    const column = i % columns;
    const row = (i - column) / columns;
    const value = centres[(row % classes) * columns + column]! + spread * gaussian();
    data[i] = 3 * column + (1 + column) * value;
  }
  return { X, y: Array.from({ length: rows }, (_, row) => `class ${row % classes}`) };
}

const BLOBS = { ...featureSet("classic"), name: "blobs" };

/** A model around a trained network, as a command would describe it. */
export function modelOf(trained: TrainedNetwork): TrainedModel {
  return {
    ...trained,
    features: {
      set: BLOBS,
      hash: hashOf(BLOBS),
      columns: Array.from({ length: trained.inputShape.at(-1)! }, (_, i) => `column ${i}`),
      ...(trained.inputShape.length > 1 && { clipSeconds: 0.55 }),
    },
    data: {
      sources: [{ name: "blobs", clips: 1, speakers: 1 }],
      speakers: ["blobs/1"],
      clipHashes: ["00112233aabbccdd"],
    },
    affektVersion: "0.1.0",
    created: "2026-01-02T03:04:05Z",
  };
}

/** Options of `train`. */
interface TrainOptions extends Omit<TrainingInput, "spec">, TrainingControl {
  readonly model: ModelSpec;
  readonly runtime: Runtime;
}

/** `trainOnRows` with all options in one object. */
export function train({
  model: spec,
  X,
  y,
  validation,
  seed,
  threads,
  ...control
}: TrainOptions): Promise<TrainedNetwork> {
  return trainOnRows({ spec, X, y, validation, seed, threads }, control);
}
