import { describe, expect, test } from "vitest";
import { speechSignal } from "../features/speech.fixture.ts";
import { AffektError } from "../errors.ts";
import { Random } from "../math/statistics/random.ts";
import { bandLimit, gain, noise, pitchShift, room, speed, timeShift } from "./effects.ts";
import { power } from "./power.ts";

const RATE = 22_050;
const voice = speechSignal();

const EFFECTS = {
  noise: (samples: Float32Array, random: Random) =>
    noise(samples, { sampleRate: RATE, snr: [5, 20], random }),
  "pink noise": (samples: Float32Array, random: Random) =>
    noise(samples, { sampleRate: RATE, snr: [5, 20], color: "pink", random }),
  room: (samples: Float32Array, random: Random) =>
    room(samples, { sampleRate: RATE, rt60: [0.2, 0.8], random }),
  gain: (samples: Float32Array, random: Random) =>
    gain(samples, { sampleRate: RATE, decibels: [-6, 6], random }),
  speed: (samples: Float32Array, random: Random) =>
    speed(samples, { sampleRate: RATE, rate: [0.8, 1.2], random }),
  pitchShift: (samples: Float32Array, random: Random) =>
    pitchShift(samples, { sampleRate: RATE, semitones: [-3, 3], random }),
  timeShift: (samples: Float32Array, random: Random) =>
    timeShift(samples, { sampleRate: RATE, seconds: [-0.2, 0.2], random }),
  bandLimit: (samples: Float32Array) => bandLimit(samples, { sampleRate: RATE, codec: "mu-law" }),
};

describe.each(Object.entries(EFFECTS))("%s", (name, effect) => {
  test("the same seed gives the same bits; the samples given are left alone", () => {
    const given = voice.slice();
    const first = effect(given, new Random(5));
    expect(given).toEqual(voice);
    expect(effect(given, new Random(5))).toEqual(first);
    expect(first).not.toEqual(voice);
  });

  test("another seed gives others, but for the line, where nothing is drawn", () => {
    const [first, second] = [effect(voice, new Random(6)), effect(voice, new Random(5))];
    if (name === "bandLimit") expect(first).toEqual(second);
    else expect(first).not.toEqual(second);
  });

  test.each([
    ["nothing", 0],
    ["one sample", 1],
    ["two samples", 2],
    ["300 samples", 300],
  ])("%s: the same length, or as speed has it; finite", (_, length) => {
    const changed = effect(voice.slice(8000, 8000 + length), new Random(1));
    expect(Math.abs(changed.length - length)).toBeLessThanOrEqual(
      name === "speed" ? 1 + 0.25 * length : 0,
    );
    expect(changed.every(Number.isFinite)).toBe(true);
  });

  test("silence stays silent", () => {
    const changed = effect(new Float32Array(4000), new Random(1));
    expect(changed.every((sample) => sample === 0)).toBe(true);
  });
});

test.each([-20, -6, 0, 6])("a gain of %d dB is one", (decibels) => {
  const louder = gain(voice, {
    sampleRate: RATE,
    decibels: [decibels, decibels],
    random: new Random(1),
  });
  expect(10 * Math.log10(power(louder) / power(voice))).toBeCloseTo(decibels, 4);
});

test.each([
  [0.5, 20_000],
  [0.9, 11_112],
  [1, 10_000],
  [1.1, 9091],
  [2, 5000],
])(
  "at %d times the speed 10 000 samples are %d, and a sine is higher by as much",
  (rate, length) => {
    const sine = Float32Array.from({ length: 10_000 }, (_, n) => Math.sin(0.1 * n));
    const faster = speed(sine, { sampleRate: RATE, rate: [rate, rate], random: new Random(1) });
    expect(faster.length).toBe(length);
    const errors = faster
      .subarray(1000, length - 1000)
      .map((sample, i) => Math.abs(sample - Math.sin(0.1 * rate * (i + 1000))));
    expect(Math.max(...errors)).toBeLessThan(1e-3);
  },
);

test.each([
  [0.5, [0, 0, 1, 2]],
  [-0.25, [2, 3, 4, 0]],
  [0, [1, 2, 3, 4]],
  [1, [0, 0, 0, 0]],
  [-9, [0, 0, 0, 0]],
])("shifted by %d s at 4 Hz", (seconds, shifted) => {
  const samples = Float32Array.of(1, 2, 3, 4);
  expect([
    ...timeShift(samples, { sampleRate: 4, seconds: [seconds, seconds], random: new Random(1) }),
  ]).toEqual(shifted);
});

const random = new Random(1);
test.each<[string, () => unknown]>([
  [
    "noise: snr must be two numbers in [-40, 100], the lower one first, got [20,5]",
    () => noise(voice, { sampleRate: RATE, snr: [20, 5], random }),
  ],
  [
    "noise: snr must be two numbers in [-40, 100], the lower one first, got 10",
    () => noise(voice, { sampleRate: RATE, snr: 10 as never, random }),
  ],
  [
    'noise: snr must be two numbers in [-40, 100], the lower one first, got ["5","20"]',
    () => noise(voice, { sampleRate: RATE, snr: ["5", "20"] as never, random }),
  ],
  [
    'noise: color must be one of white, pink, got "red"',
    () => noise(voice, { sampleRate: RATE, snr: [5, 5], color: "red" as never, random }),
  ],
  [
    "room: rt60 must be two numbers in [0.05, 5], the lower one first, got [0,1]",
    () => room(voice, { sampleRate: RATE, rt60: [0, 1], random }),
  ],
  [
    "room: directToReverberant must be two numbers in [-20, 40]",
    () => room(voice, { sampleRate: RATE, rt60: [1, 1], directToReverberant: [0, 99], random }),
  ],
  [
    "gain: decibels must be two numbers in [-60, 60]",
    () => gain(voice, { sampleRate: RATE, decibels: [-61, 0], random }),
  ],
  [
    "speed: rate must be two numbers in [0.25, 4]",
    () => speed(voice, { sampleRate: RATE, rate: [0, 1], random }),
  ],
  [
    "pitchShift: semitones must be two numbers in [-24, 24]",
    () => pitchShift(voice, { sampleRate: RATE, semitones: [NaN, 1], random }),
  ],
  [
    "timeShift: seconds must be two numbers in [-60, 60]",
    () => timeShift(voice, { sampleRate: RATE, seconds: [0, Infinity], random }),
  ],
  [
    'bandLimit: codec must be one of pcm, mu-law, got "gsm"',
    () => bandLimit(voice, { sampleRate: RATE, codec: "gsm" as never }),
  ],
])("refused: %s", (message, act) => {
  expect(act).toThrow(AffektError);
  expect(act).toThrow(message);
});
