// Writes model.onnx, hello.wav, and what Node predicts for it as expected.json. The sounds are synthetic. And what the model that ships
// predicts for speech.wav, as speech.json.
import { writeFile } from "node:fs/promises";
import { featureTable, labelledClips, loadModel, presetModel, saveModel, trainModel } from "affekt";
import { encodeWav } from "affekt/audio";
import { Random } from "affekt/math";

/** A second of a voice-like sound: harmonics of a fundamental with noise, drawn from a seed. */
function soundOf(pitch, noise, seed) {
  const sampleRate = 16_000;
  const random = new Random(seed);
  const samples = Float32Array.from({ length: sampleRate }, (_, n) => {
    const phase = (2 * Math.PI * pitch * n) / sampleRate;
    return 0.1 * (Math.sin(phase) + Math.sin(2 * phase) / 2 + noise * random.normal());
  });
  return encodeWav({ channels: [samples], sampleRate });
}

const clips = Array.from({ length: 12 }, (_, i) => ({
  path: `clip-${i}.wav`,
  emotion: i % 2 === 0 ? "sad" : "happy",
  speaker: `speaker-${i}`,
  bytes: soundOf(100 + 10 * i, 0.1 * (1 + (i % 4)), i),
}));
for (const { path, bytes } of clips) await writeFile(path, bytes);
const rows = clips.map(({ path, emotion, speaker }) => [path, emotion, speaker].join());
await writeFile("clips.csv", ["path,emotion,speaker", ...rows].join("\n"));
await writeFile("hello.wav", soundOf(155, 0.25, 99));

const table = await featureTable(["clips.csv"], { cache: false, jobs: 1 });
const settings = presetModel("mlp", { epochs: 3 });
await saveModel(await trainModel(labelledClips(table), { model: settings }), "model.onnx");
const model = await loadModel("model.onnx");
const { probabilities } = await model.predictFile("hello.wav");
await writeFile("expected.json", JSON.stringify(probabilities));
await model.release();

const shipped = await loadModel();
await writeFile("speech.json", JSON.stringify(await shipped.predictFile("speech.wav")));
await shipped.release();
