import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { speechSignal } from "../features/speech.fixture.ts";
import { syntheticSignal } from "../features/synthetic.fixture.ts";
import { encodeModel } from "../models/file/encode-model.ts";
import { makeBlobs, modelOf, train } from "../models/models.fixture.ts";
import { presetModel } from "../models/presets.ts";
import type { Session } from "../network/runtime/runtime.ts";
import "./default-runtime.ts";
import { exportWaveform } from "./export-waveform.ts";
import { writeOutputFile } from "./files/output-file.ts";
import { type FileEmotionModel, loadModel } from "./load-model.ts";
import { nodeRuntime } from "./native-runtime.ts";

let folder: string;
let model: FileEmotionModel;
let session: Session;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-export-"));
  const file = join(folder, "waveform.onnx");
  const bytes = await exportWaveform("default", file);
  const written = await readFile(file);
  if (written.length !== bytes) throw new Error(`${written.length} bytes, not ${bytes}`);
  model = await loadModel();
  session = await (await nodeRuntime()).createSession(written);
});

afterAll(async () => {
  await session.release();
  await model.release();
  await rm(folder, { recursive: true });
});

test.each([
  ["speech", speechSignal()],
  ["bursts", syntheticSignal("bursts", 48_123)],
  ["speech, faint", speechSignal().map((sample) => sample / 300)],
])("samples of %s have the probabilities that Affekt gives", async (_, samples) => {
  const { probabilities } = await session.run({
    samples: { data: samples, dims: [1, samples.length] },
  });
  const wanted = await model.predictClipSamples(samples);
  for (const { emotion, probability } of wanted.probabilities) {
    const found = probabilities!.data[model.labels.indexOf(emotion)]!;
    expect(Math.abs(found - probability)).toBeLessThan(1e-4);
  }
});

test("a model on other features is refused", async () => {
  const file = join(folder, "classic.onnx");
  const runtime = await nodeRuntime();
  const trained = await train({ model: presetModel("lda"), ...makeBlobs(20, 3, 2, 1), runtime });
  await writeOutputFile(file, encodeModel(modelOf(trained)));
  await expect(exportWaveform(file, join(folder, "other.onnx"))).rejects.toThrow(
    "only models on mean and std of the voice encoder, such as those of --model speech, can take samples",
  );
});
