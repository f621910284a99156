import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { corpus, putFiles } from "../cli/recordings.fixture.ts";
import { type LabelledClips, labelledClips } from "../datasets/labelled-clips.ts";
import { ensemble } from "../models/model-spec.ts";
import { presetModel, PRESETS } from "../models/presets.ts";
import type { Epoch } from "../training/fit-options.ts";
import { featureTable } from "./feature-table.ts";
import { trainToFile, type TrainToFileOptions } from "./train-to-file.ts";

let folder: string;
let labelled: LabelledClips;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-train-"));
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2], 3));
  const options = { set: "classic-180", cache: false, jobs: 1 };
  labelled = labelledClips(await featureTable([recordings], options));
});

afterAll(() => rm(folder, { recursive: true }));

test("an ensemble that was interrupted goes on to the same model, and tells the epochs of all its members", async () => {
  const model = presetModel("lda+mlp", { epochs: 5 });
  const options: TrainToFileOptions = { model, output: join(folder, "ensemble.onnx") };
  const whole = await trainToFile(labelled, { ...options, output: join(folder, "whole.onnx") });

  const stopping = new AbortController();
  const onEpoch = ({ epoch }: Epoch): void => {
    if (epoch === 3) stopping.abort();
  };
  const half = trainToFile(labelled, { ...options, onEpoch, signal: stopping.signal });
  await expect(half).rejects.toMatchObject({
    code: "interrupted",
    partial: { interrupted: true, bestEpoch: 3 },
  });
  expect(await readdir(folder)).toContain("ensemble.onnx.checkpoint");

  const resumed: number[] = [];
  const onResume = (epochs: number): void => void resumed.push(epochs);
  const ended = await trainToFile(labelled, { ...options, resume: true, onResume });
  expect(resumed).toEqual([3]);
  expect({ ...ended, created: whole!.created }).toEqual(whole);
  expect(await readdir(folder)).not.toContain("ensemble.onnx.checkpoint");
});

test.each([
  ["an ensemble", true, [1, 2, 3]],
  ["a single model", false, [1]],
])(
  "%s that diverges leaves no checkpoint: resuming starts afresh, and ends in the same way",
  async (name, isEnsemble, goodEpochs) => {
    const settings = { ...PRESETS.mlp.settings, solver: "sgd", learningRateInit: 1e30 } as const;
    const wild = { kind: "mlp", settings } as const;
    const model = isEnsemble ? ensemble([presetModel("mlp", { epochs: 2 }), wild]) : wild;
    const output = join(folder, `${name}.onnx`);
    const epochs: number[] = [];
    const resumed: number[] = [];
    const train = () =>
      trainToFile(labelled, {
        model,
        output,
        resume: true,
        onEpoch: ({ epoch }) => void epochs.push(epoch),
        onResume: (done) => void resumed.push(done),
      });
    const diverged = { code: "diverged", message: expect.stringContaining("learning rate") };
    await expect(train()).rejects.toMatchObject(diverged);
    expect(await readdir(folder)).not.toContain(`${name}.onnx.checkpoint`);
    await expect(train()).rejects.toMatchObject(diverged);
    expect(epochs).toEqual([...goodEpochs, ...goodEpochs]);
    expect(resumed).toEqual([]);
    expect((await readdir(folder)).includes(`${name}.onnx`)).toBe(!isEnsemble);
  },
);
