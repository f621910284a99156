import { expect, test } from "vitest";
import { resample } from "../audio/resample/resample.ts";
import { speechSignal } from "../features/speech.fixture.ts";
import { Random } from "../math/statistics/random.ts";
import { VoiceActivity } from "./voice-activity.ts";

/** Two seconds of faint noise, speech, and two seconds of noise again, at a rate. */
function recording(rate: number): Float32Array {
  const speech = resample(speechSignal(), { from: 22_050, to: rate });
  const random = new Random(1);
  const samples = Float32Array.from(
    { length: 4 * rate + speech.length },
    () => 0.002 * random.normal(),
  );
  for (const [i, sample] of speech.entries()) samples[2 * rate + i]! += sample;
  return samples;
}

function heard(samples: Float32Array, rate: number, block = samples.length): number[] {
  const detector = new VoiceActivity(rate);
  const found: number[] = [];
  for (let at = 0; at < samples.length; at += block) {
    found.push(...detector.push(samples.subarray(at, at + block)));
  }
  found.push(...detector.end());
  return found;
}

const share = (probabilities: readonly number[], from: number, to: number): number =>
  probabilities.slice(from * 50, to * 50).filter((probability) => probability > 0.5).length /
  ((to - from) * 50);

test.each([8000, 16_000, 22_050, 48_000])("speech between noise at %i Hz", (rate) => {
  const found = heard(recording(rate), rate);
  expect(Math.abs(found.length - 5.5 * 50)).toBeLessThan(4);
  expect(share(found, 0.3, 1.9)).toBeLessThan(0.05);
  expect(share(found, 2.1, 3.1)).toBeGreaterThan(0.5);
  expect(share(found, 4, 5.5)).toBeLessThan(0.05);
});

test("blocks of any size give the same", () => {
  const samples = recording(16_000);
  const whole = heard(samples, 16_000);
  for (const block of [160, 1001]) expect(heard(samples, 16_000, block)).toEqual(whole);
});

test("silence is none", () => {
  const found = heard(new Float32Array(32_000), 16_000);
  expect(Math.max(...found)).toBeLessThan(0.5);
});

test.each([NaN, Infinity, 1e30])("samples of %f are refused", (sample) => {
  const samples = new Float32Array(4000).fill(sample);
  expect(() => new VoiceActivity(16_000).push(samples)).toThrowError(
    expect.objectContaining({ code: "unreadable" }),
  );
});
