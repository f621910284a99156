import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ort from "onnxruntime-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { labelledClips } from "../datasets/labelled-clips.ts";
import { rowShape, selectRows } from "../math/linear-algebra/matrix.ts";
import { MODEL_KINDS } from "../models/kinds/model-kinds.ts";
import { membersOf } from "../models/model-spec.ts";
import { type ModelName, PRESET_NAMES, presetModel } from "../models/presets.ts";
import { featureTable, type SourceTable } from "./feature-table.ts";
import { loadModel } from "./load-model.ts";
import { copySample } from "./sample-clips.fixture.ts";
import { saveModel } from "./save-model.ts";
import { openSources } from "./sources/sources.ts";
import { trainModel } from "../models/training/train-model.ts";
import { nodeRuntime } from "./native-runtime.ts";

let folder: string;
const tables = new Map<string, SourceTable>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-model-"));
  await copySample(join(folder, "clips"), ({ path }) => /-0[1357]-01-01-01-0[1-3]\./.test(path));
  for (const set of ["classic", "frames", "speech-lower-frames"]) {
    tables.set(set, await featureTable([join(folder, "clips")], { set, jobs: 1, cache: false }));
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** A model of each kind by the features that it takes. */
const MODELS: readonly ModelName[] = [...PRESET_NAMES, "mlp+lda", "attention-cnn+cnn"];
const takenBy = (name: ModelName): string => {
  if (name === "speech-finetuned") return "speech-lower-frames";
  const [first] = membersOf(presetModel(name));
  return MODEL_KINDS[first!.kind].takes[0] === "vectors" ? "classic" : "frames";
};

test.each(MODELS.map((name) => ({ name, takes: takenBy(name) })))(
  "a saved $name, which takes $takes, opens without Affekt and says of a real clip what Affekt says",
  async ({ name, takes }) => {
    const file = join(folder, `${name}.onnx`);
    const labelled = labelledClips(tables.get(takes)!, { clipSeconds: 0.5 });
    const trained = await trainModel(labelled, {
      model: presetModel(name, { epochs: 5 }),
      runtime: nodeRuntime,
    });
    const losses = trained.history.map(({ loss }) => loss);
    expect(losses.at(-1)).toBeLessThan(losses.length > 1 ? losses[0]! : Math.log(4));
    await saveModel(trained, file);

    const { recordings } = await openSources([join(folder, "clips")]);
    const X = selectRows(labelled.X, [4]);
    const session = await ort.InferenceSession.create(file);
    const { probabilities } = await session.run({
      features: new ort.Tensor("float32", X.data, [1, ...rowShape(X)]),
      ...(X.sequences && {
        lengths: new ort.Tensor("float32", Float32Array.from(X.sequences.lengths), [1]),
      }),
    });

    const model = await loadModel(file);
    const answer = await model.predictAudio(await recordings[4]!.read());
    const byLabel = new Map(answer.probabilities.map((one) => [one.emotion, one.probability]));
    expect(model.labels).toEqual(["angry", "disgust", "happy", "neutral"]);
    expect(Array.from(probabilities!.data as Float32Array)).toEqual(
      model.labels.map((label) => byLabel.get(label)),
    );
    await model.release();
  },
);
