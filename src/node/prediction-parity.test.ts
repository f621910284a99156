import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeAudio } from "../audio/decode.ts";
import { encodeWav } from "../audio/pcm/wav-write.ts";
import { affekt } from "../cli/command-line.fixture.ts";
import { clip, corpus, putFiles } from "../cli/recordings.fixture.ts";
import { concatenate } from "../math/concatenate.ts";
import type { WindowPrediction } from "../prediction/prediction.ts";
import { type FileEmotionModel, loadModel } from "./load-model.ts";

let folder: string;
let modelFile: string;
let model: FileEmotionModel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-parity-"));
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
  modelFile = join(folder, "model.onnx");
  await run("train", recordings, "--set", "classic-180", "--epochs", "20", "-o", modelFile);
  model = await loadModel(modelFile);
  const short = clip(1, 4, 1, 1.5);
  await writeFile(join(folder, "short.wav"), short);
  const { channels, sampleRate } = await decodeAudio(short);
  const parts = Array.from({ length: 420 }, (_, i) =>
    channels[0]!.map((sample) => sample * (0.3 + 0.7 * Math.sin(i) ** 2)),
  );
  const long = concatenate(parts, (length) => new Float32Array(length));
  await writeFile(join(folder, "long.wav"), encodeWav({ channels: [long], sampleRate }));
}, 60_000);

afterAll(async () => {
  await model.release();
  await rm(folder, { recursive: true });
});

async function run(...words: string[]): Promise<string> {
  return (await affekt(words, join(folder, "cache"))).stdout;
}

/** What `affekt predict --json` says. */
async function predicted(...sources: string[]): Promise<WindowPrediction[]> {
  const { predictions } = JSON.parse(await run("predict", modelFile, ...sources, "--json")) as {
    predictions: WindowPrediction[];
  };
  return predictions;
}

/** Probabilities with the digits that the command prints, by the start of each window. */
function printed(windows: readonly WindowPrediction[]): unknown {
  return windows.map(({ startSeconds, probabilities }) => ({
    startSeconds,
    probabilities: probabilities.map(({ emotion, probability }) => ({
      emotion,
      probability: Number(probability.toPrecision(6)),
    })),
  }));
}

describe.each([
  ["short", 1],
  ["long", 11],
])("a %s recording", (name, windows) => {
  test("is predicted alike by the library from its file and its bytes, by the command, and from its features", async () => {
    const file = join(folder, `${name}.wav`);
    const whole = await model.predictFile(file);
    expect(whole.windows).toHaveLength(windows);
    const bytes = new Uint8Array(await readFile(file));
    expect(await model.predictAudio(bytes, { name: file })).toEqual(whole);
    const { channels, sampleRate } = await decodeAudio(bytes);
    const { warnings: _, ...ofSamples } = await model.predictSamples(channels[0]!, { sampleRate });
    expect(ofSamples).toEqual({ ...whole, warnings: undefined });

    expect(printed(await predicted(file))).toEqual(printed(whole.windows));
    const table = join(folder, `${name}.npz`);
    await run("features", file, "--set", "classic-180", "-o", table);
    expect(printed(await predicted(table))).toEqual(printed(whole.windows));
    // in workers and through the cache, where there are several
    const several = await predicted(file, join(folder, "recordings"));
    const own = several.slice(0, windows);
    expect(printed(own)).toEqual(printed(whole.windows));
  });
});

test("the prediction of a long recording is the mean of its windows, weighted by their lengths", async () => {
  const { probabilities, windows, durationSeconds } = await model.predictFile(
    join(folder, "long.wav"),
  );
  const [first] = probabilities;
  const mean = windows.reduce((sum, window) => {
    const own = window.probabilities.find(({ emotion }) => emotion === first!.emotion)!;
    return sum + (own.probability * window.durationSeconds) / durationSeconds;
  }, 0);
  expect(first!.probability).toBeCloseTo(mean, 6);
});

test("a stream's windows with speech are the recording's windows", async () => {
  const { channels, sampleRate } = await decodeAudio(await readFile(join(folder, "short.wav")));
  const windowing = { windowSeconds: 0.5, hopSeconds: 0.25 };
  const { windows } = await model.predictSamples(channels[0]!, { sampleRate, windowing });
  const stream = model.stream({ sampleRate, ...windowing, utterances: false, minSpeech: 0 });
  void stream.push(channels[0]!).then(() => stream.end());
  const heard: WindowPrediction[] = [];
  for await (const event of stream) if ("emotion" in event) heard.push(event);
  expect(heard.length).toBeGreaterThan(0);
  for (const window of heard) {
    const { startSeconds, durationSeconds, emotion, probabilities } = window;
    expect(windows).toContainEqual({ startSeconds, durationSeconds, emotion, probabilities });
  }
});

test("a recording that is longer than a limit is refused before it is read to its end", async () => {
  const file = join(folder, "long.wav");
  const error = { code: "too-long", message: `${file}: longer than 60 s, which is the limit` };
  await expect(model.predictFile(file, { maxSeconds: 60 })).rejects.toMatchObject(error);
});
