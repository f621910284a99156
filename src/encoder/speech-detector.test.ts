import { expect, test } from "vitest";
import { encodedClipValues } from "../features/sets/vector.ts";
import { featureSet } from "../features/sets/sets.ts";
import { speechSignal } from "../features/speech.fixture.ts";
import { syntheticSignal } from "../features/synthetic.fixture.ts";
import { Random } from "../math/statistics/random.ts";
import "../node/default-runtime.ts";
import { speechDetector } from "./speech-detector.ts";

const set = featureSet("speech");
const isSpeech = speechDetector(set)!;
const random = new Random(1);

test("speech is speech, also in noise", async () => {
  const voice = speechSignal();
  const level = Math.sqrt(voice.reduce((sum, sample) => sum + sample ** 2, 0) / voice.length);
  const noisy = voice.map((sample) => sample + 0.3 * level * random.normal());
  for (const samples of [voice, noisy, voice.map((sample) => sample / 30)]) {
    expect(isSpeech(await encodedClipValues(samples, { set }))).toBe(true);
  }
});

test.each([
  ["harmonics", syntheticSignal("harmonics", 33_075)],
  ["bursts", syntheticSignal("bursts", 33_075)],
  ["noise", Float32Array.from({ length: 32_000 }, () => 0.1 * random.normal())],
  ["faint noise", Float32Array.from({ length: 32_000 }, () => 4e-4 * random.normal())],
  ["a chord", Float32Array.from({ length: 32_000 }, (_, i) => chord(i / 16_000))],
])("%s is not", async (_, samples) => {
  expect(isSpeech(await encodedClipValues(samples, { set }))).toBe(false);
});

test("of frames it says what it says of their means", async () => {
  const frames = featureSet("speech-lower-frames");
  const isSpeechInFrames = speechDetector(frames)!;
  for (const samples of [speechSignal(), syntheticSignal("bursts", 33_075)]) {
    expect(isSpeechInFrames(await encodedClipValues(samples, { set: frames }))).toBe(
      isSpeech(await encodedClipValues(samples, { set })),
    );
  }
});

test("a set without the encoder's means cannot tell", () => {
  expect(speechDetector(featureSet("classic"))).toBeUndefined();
});

function chord(t: number): number {
  return [220, 277, 330].reduce((sum, hertz) => sum + 0.1 * Math.sin(2 * Math.PI * hertz * t), 0);
}
