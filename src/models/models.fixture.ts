import { hashOf } from "../features/set-hash.ts";
import { featureSet } from "../features/sets.ts";
import type { Matrix } from "../math/matrix.ts";
import { Random } from "../math/random.ts";
import type { Model } from "./model-file.ts";
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

/** Sequences of two classes that differ in which value rises over time; padding holds what it may. */
export function sequenceClouds(rows: number, padding = 0, seed = 1): LabelledRows {
  const [frames, width] = [24, 3];
  const random = new Random(seed);
  const lengths = Uint32Array.from({ length: rows }, (_, row) => frames - (row % 5) * 3);
  const data = new Float32Array(rows * frames * width).fill(padding);
  for (let row = 0; row < rows; row++) {
    for (let f = 0; f < lengths[row]!; f++) {
      for (let v = 0; v < width; v++) {
        const slope = v === row % 2 ? f / frames : 0;
        data[(row * frames + f) * width + v] = 100 * v + slope + 0.3 * random.uniform();
      }
    }
  }
  const X: Matrix = {
    data,
    rows,
    columns: frames * width,
    sequences: { width, lengths },
  };
  return { X, y: Array.from({ length: rows }, (_, row) => `class ${row % 2}`) };
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
