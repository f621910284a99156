import { hashOf } from "../features/sets/hash.ts";
import { featureSet } from "../features/sets/sets.ts";
import type { Matrix } from "../math/matrix.ts";
import { Random } from "../math/random.ts";
import type { Model } from "./file/model-file.ts";
import type { TrainedNetwork } from "./train.ts";
import type { LabelledRows } from "./labelled-rows.ts";

/** Gaussian clouds around random centres, one a class, columns of different location and spread. */
export function clouds(
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

const CLOUDS = { ...featureSet("classic"), name: "clouds" };

/** A model around a trained network, as a command would describe it. */
export function modelOf(trained: TrainedNetwork): Model {
  return {
    trained,
    features: {
      set: CLOUDS,
      hash: hashOf(CLOUDS),
      columns: Array.from({ length: trained.inputShape.at(-1)! }, (_, i) => `column ${i}`),
      ...(trained.inputShape.length > 1 && { clipSeconds: 0.55 }),
    },
    training: { corpora: ["clouds"], speakers: ["clouds/1"], clipHashes: ["00112233aabbccdd"] },
    affektVersion: "0.1.0",
    created: "2026-01-02T03:04:05Z",
  };
}
