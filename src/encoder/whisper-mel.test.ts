import { expect, test } from "vitest";
import { speechSignal } from "../features/speech.fixture.ts";
import { syntheticSignal } from "../features/synthetic.fixture.ts";
import golden from "./whisper-mel.golden.json" with { type: "json" };
import { whisperMel } from "./whisper-mel.ts";

const LENGTHS: Readonly<Record<string, number>> = {
  harmonics: 33_075,
  bursts: 33_075,
  brief: 2205,
};

test.each(Object.entries(golden.cases))("of %s is librosa's", (name, { frames, every, values }) => {
  const samples = name === "speech" ? speechSignal() : syntheticSignal(name, LENGTHS[name]!);
  const mel = whisperMel(samples);
  expect([mel.count, mel.width]).toEqual([80, frames]);
  for (const [i, wanted] of values.entries()) {
    for (const [band, value] of wanted.entries()) {
      // powers are float32, whose rounding shows in what is 8 bels below the highest
      expect(Math.abs(mel.data[band * frames + i * every]! - value)).toBeLessThan(2e-4);
    }
  }
});

test.each([0, 1, 200, 319, 320, 479])("%i samples have a spectrogram", (count) => {
  const mel = whisperMel(new Float32Array(count).fill(0.1));
  expect(mel.width).toBe(Math.max(2, Math.floor(count / 160)));
  expect(mel.data.every(Number.isFinite)).toBe(true);
});

test("silence is one value", () => {
  expect(new Set(whisperMel(new Float32Array(16_000)).data)).toEqual(new Set([-1.5]));
});
