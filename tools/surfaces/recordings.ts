import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeWav } from "../../src/audio/pcm/wav-write.ts";
import { decodeAudio } from "../../src/node/decoding/open-recording.ts";
import { labelledClips } from "../../src/datasets/labelled-clips.ts";
import { encodeModel } from "../../src/models/file/encode-model.ts";
import { presetModel } from "../../src/models/presets.ts";
import { trainModel } from "../../src/models/training/train-model.ts";
import { featureTable } from "../../src/node/feature-table.ts";
import { nodeRuntime } from "../../src/node/native-runtime.ts";
import { copySample } from "../../src/node/sample-clips.fixture.ts";
import { openSources } from "../../src/node/sources/sources.ts";
import { resample } from "../../src/audio/resample/resample.ts";
import type { TestRecording } from "./surface.ts";

const RATE = 16_000;
const SECONDS = 3;

/** The first three seconds of some recordings of sources, spread over all of them, as WAV files in a folder. Shorter ones are left out. */
export async function testRecordings(
  sources: readonly string[],
  folder: string,
  count: number,
): Promise<TestRecording[]> {
  mkdirSync(folder, { recursive: true });
  await using opened = await openSources(sources);
  const { recordings } = opened;
  const found: TestRecording[] = [];
  const step = Math.max(1, Math.floor(recordings.length / (2 * count)));
  for (let i = 0; i < recordings.length && found.length < count; i += step) {
    const { channels, sampleRate } = await decodeAudio(await recordings[i]!.read());
    const own = resample(channels[0]!, { from: sampleRate, to: RATE }).slice(0, RATE * SECONDS);
    if (own.length < RATE * SECONDS) continue;
    const wav = encodeWav({ channels: [own], sampleRate: RATE });
    const file = join(folder, `${i}.wav`);
    writeFileSync(file, wav);
    // with the roundings of the file
    const [samples] = (await decodeAudio(wav)).channels as [Float32Array];
    found.push({ file, samples });
  }
  return found;
}

/** A model on the features of `classic`, trained in a few seconds on six recordings of the sample, in a file. */
export async function classicModel(folder: string): Promise<string> {
  const some = join(folder, "trained");
  await copySample(some, ({ path }) => /-0[35]-02-01-01-0[1-3]\.opus$/.test(path));
  const table = await featureTable([some], { set: "classic", jobs: 1, cache: false });
  const model = presetModel("mlp", { epochs: 20 });
  const trained = await trainModel(labelledClips(table), { model, runtime: nodeRuntime });
  const file = join(folder, "classic.onnx");
  writeFileSync(file, encodeModel(trained));
  return file;
}
