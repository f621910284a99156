import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ort from "onnxruntime-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeAudio } from "../audio/decode.ts";
import { labelledClips } from "../corpora/feature-table.ts";
import { extractFeatures } from "../features/extract.ts";
import { featureSet } from "../features/sets.ts";
import { PRESET_NAMES, presetModel } from "../models/presets.ts";
import { featureTable, type SourceTable } from "./feature-table.ts";
import { loadModel } from "./load-model.ts";
import { copySample } from "./sample-clips.fixture.ts";
import { saveModel } from "./save-model.ts";
import { openSources } from "./sources.ts";
import { trainModel } from "./train-model.ts";

let folder: string;
let table: SourceTable;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-model-"));
  await copySample(join(folder, "clips"), ({ path }) => /-0[1357]-01-01-01-0[1-3]\./.test(path));
  table = await featureTable([join(folder, "clips")], { jobs: 1, cache: false });
});
afterAll(() => rm(folder, { recursive: true }));

test.each(PRESET_NAMES)(
  "a saved %s opens without Affekt and says of a real clip what Affekt says",
  async (name) => {
    const file = join(folder, `${name}.onnx`);
    const labelled = labelledClips(table);
    await saveModel(await trainModel({ labelled, model: presetModel(name, { epochs: 5 }) }), file);

    const { recordings } = await openSources([join(folder, "clips")]);
    const bytes = await recordings[4]!.read();
    const { values } = extractFeatures(await decodeAudio(bytes, "clip"), featureSet("classic"));
    const session = await ort.InferenceSession.create(file);
    const { probabilities } = await session.run({
      features: new ort.Tensor("float32", values, [1, values.length]),
    });

    const model = await loadModel(file);
    const answer = await model.predictAudio(bytes);
    const byLabel = new Map(answer.probabilities.map((one) => [one.emotion, one.probability]));
    expect(model.labels).toEqual(["angry", "disgust", "happy", "neutral"]);
    expect(Array.from(probabilities!.data as Float32Array)).toEqual(
      model.labels.map((label) => byLabel.get(label)),
    );
    await model.release();
  },
);
