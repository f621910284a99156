// The size of a trial's state, as it goes through Redis at the end of a stage and every five seconds.
// Run by hand: node bench/trial-state-size.ts

import { serialize } from "node:v8";
import { Random } from "../src/math/statistics/random.ts";
import { trialJob } from "../src/model-selection/trial-job.ts";
import { presetModel } from "../src/models/presets.ts";
import { nodeRuntime } from "../src/node/native-runtime.ts";

const CLIPS = 1440;
const COLUMNS = 180;
const EMOTIONS = ["angry", "calm", "disgust", "fearful", "happy", "neutral", "sad", "surprised"];
const FOLDS = 5;

const random = new Random(1);
const X = {
  rows: CLIPS,
  columns: COLUMNS,
  data: Float32Array.from({ length: CLIPS * COLUMNS }, () => random.normal()),
};
const clips = Array.from({ length: CLIPS }, (_, i) => i);
const rows = { X, y: clips.map((i) => EMOTIONS[i % EMOTIONS.length]!) };
const folds = Array.from({ length: FOLDS }, (_, f) => ({
  train: clips.filter((i) => i % FOLDS !== f),
  augmented: [],
  test: clips.filter((i) => i % FOLDS === f),
}));
const runtime = await nodeRuntime();

console.log("| model | MB of a state, all five folds in their training |");
console.log("| --- | ---: |");
for (const name of ["mlp", "cnn"] as const) {
  const stop = new AbortController();
  const speakers = clips.map((i) => String(i % 24));
  const spec = presetModel(name);
  const items = trialJob(
    { spec, rows, folds, speakers, seed: 1, levels: [1] },
    { runtime, signal: stop.signal },
  );
  for await (const { state } of items) {
    if (state.stage !== 1) continue;
    console.log(`| ${name} | ${(serialize(state).length / 1e6).toFixed(2)} |`);
    stop.abort();
    break;
  }
}
