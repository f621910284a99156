import { describe, expect, test } from "vitest";
import { Random } from "../../math/statistics/random.ts";
import { resample } from "../../audio/resample/resample.ts";
import { Fingerprinter } from "./fingerprint.ts";
import { groupTakes } from "./group-takes.ts";
import { isSameTake } from "./match-fingerprints.ts";

const RATE = 16_000;

/** A voice-like signal: harmonics of a fundamental that wanders, in syllables. */
function voice(seed: number, seconds = 3): Float32Array {
  const random = new Random(seed);
  const steps = Array.from({ length: 40 }, () => random.uniform());
  let phase = 0;
  return Float32Array.from({ length: seconds * RATE }, (_, i) => {
    const at = (i / RATE) * 8;
    const [low, high] = [steps[Math.floor(at)]!, steps[Math.floor(at) + 1]!];
    const f0 = 110 + 120 * (low + (high - low) * (at % 1));
    phase += (2 * Math.PI * f0) / RATE;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * (3 + low) * (i / RATE))) ** 0.5;
    let sum = 0;
    for (let h = 1; h <= 12; h++) sum += Math.sin(h * phase) / h;
    return 0.2 * syllable * sum;
  });
}

function fingerprintOf(samples: Float32Array, rate = RATE): Uint32Array {
  const fingerprinter = new Fingerprinter(rate);
  for (let at = 0; at < samples.length; at += 5000) {
    fingerprinter.push(samples.subarray(at, at + 5000));
  }
  return fingerprinter.finish();
}

const TAKE = voice(1);
const random = new Random(7);

describe("the same take", () => {
  test.each([
    ["louder", TAKE.map((sample) => 3 * sample)],
    ["with noise at 20 dB", TAKE.map((sample) => sample + 0.015 * random.normal())],
    ["as 8-bit samples", TAKE.map((sample) => Math.round(sample * 127) / 127)],
    [
      "through a telephone's rate",
      resample(resample(TAKE, { from: RATE, to: 8000 }), { from: 8000, to: RATE }),
    ],
    ["with a quarter of a second cut off", TAKE.subarray(RATE / 4)],
    ["with silence before it", Float32Array.of(...new Float32Array(RATE / 3), ...TAKE)],
  ])("%s", (_, samples) => {
    expect(isSameTake(fingerprintOf(TAKE), fingerprintOf(samples))).toBe(true);
  });
});

test("other takes are other takes", () => {
  const own = fingerprintOf(TAKE);
  for (let seed = 2; seed < 40; seed++) {
    expect(isSameTake(own, fingerprintOf(voice(seed)))).toBe(false);
  }
});

test("the pieces in which samples come do not matter", () => {
  const whole = new Fingerprinter(RATE);
  whole.push(TAKE);
  expect(whole.finish()).toEqual(fingerprintOf(TAKE));
});

test.each([0, 100, 1000])("%i samples have no fingerprint, and match nothing", (length) => {
  const none = fingerprintOf(new Float32Array(length).fill(0.1));
  expect(none).toHaveLength(0);
  expect(isSameTake(none, none)).toBe(false);
});

test("silence matches nothing", () => {
  const silence = fingerprintOf(new Float32Array(3 * RATE));
  expect(isSameTake(silence, silence)).toBe(false);
});

test("takes are grouped by samples, names and fingerprints, through one another", () => {
  const traits = { durationSeconds: 3, fingerprint: undefined };
  const groups = groupTakes([
    { ...traits, samplesHash: "a", take: "t1" },
    { ...traits, samplesHash: "b", take: "t1", fingerprint: fingerprintOf(TAKE) },
    { ...traits, samplesHash: "c", fingerprint: fingerprintOf(TAKE.map((one) => one / 2)) },
    { ...traits, samplesHash: "c" },
    { ...traits, samplesHash: "d", fingerprint: fingerprintOf(voice(3)) },
  ]);
  expect(groups).toEqual([0, 0, 0, 0, 4]);
});

test("recordings of other lengths are not compared", () => {
  const fingerprint = fingerprintOf(TAKE);
  const groups = groupTakes([
    { samplesHash: "a", durationSeconds: 3, fingerprint },
    { samplesHash: "b", durationSeconds: 4, fingerprint },
  ]);
  expect(groups).toEqual([0, 1]);
});
