import { expect, test } from "vitest";
import { speechSignal } from "../features/speech.fixture.ts";
import { AffektError } from "../errors.ts";
import {
  type Augmentation,
  augmentationInWords,
  augmentedCopies,
  checkAugmentation,
} from "./augmentation.ts";
import { power } from "./power.ts";

const RATE = 22_050;
const voice = speechSignal();
const other = voice.subarray(4000);

const ALL: Augmentation = {
  noise: { snr: [5, 20] },
  gain: { decibels: [-6, 6] },
  speed: { rate: [0.9, 1.1] },
  pitchShift: { semitones: [-2, 2] },
  timeShift: { seconds: [-0.1, 0.1] },
  room: { rt60: [0.2, 0.8] },
  bandLimit: { codec: "pcm" },
  copies: 3,
  seed: 7,
};

test("copies are as many as asked for, unlike each other and the clip, and come again", () => {
  const copies = augmentedCopies(voice, RATE, ALL);
  expect(copies.length).toBe(3);
  const firsts = new Set([voice, ...copies].map((samples) => samples.slice(5000, 5020).join()));
  expect(firsts.size).toBe(4);
  augmentedCopies(other, RATE, ALL); // another clip between them changes nothing
  expect(augmentedCopies(voice, RATE, ALL)).toEqual(copies);
});

test("what is drawn hangs on the seed, the clip and the copy's number", () => {
  const gain = { decibels: [-20, 20] } as const;
  const drawn = (samples: Float32Array, seed: number): number[] =>
    augmentedCopies(samples, RATE, { gain, copies: 2, seed }).map(
      (copy) => power(copy) / power(samples),
    );
  const all = [...drawn(voice, 0), ...drawn(voice, 1), ...drawn(other, 0), ...drawn(other, 1)];
  expect(new Set(all.map((factor) => factor.toFixed(6))).size).toBe(8);
});

test("more copies leave the first ones alone, and so does another effect the draws of one", () => {
  const [first] = augmentedCopies(voice, RATE, { gain: { decibels: [-6, 6] } });
  const [same] = augmentedCopies(voice, RATE, { gain: { decibels: [-6, 6] }, copies: 4 });
  expect(same).toEqual(first);
  const shift = { seconds: [0, 0] } as const;
  const [both] = augmentedCopies(voice, RATE, { timeShift: shift, gain: { decibels: [-6, 6] } });
  expect(both).toEqual(first);
});

test.each<[Augmentation, string]>([
  [
    {},
    "augmentation: needs at least one effect out of speed, pitchShift, timeShift, room, noise, bandLimit, gain, got none",
  ],
  [{ echo: {} } as never, "gain, got echo"],
  [{ ...ALL, copies: 0 }, "augmentation: copies must be an integer from 1, got 0"],
  [{ ...ALL, seed: 0.5 }, "augmentation: seed must be an integer from 0, got 0.5"],
  [{ ...ALL, noise: { snr: [5, 101] } }, "noise: snr must be two numbers in [-40, 100]"],
  [{ room: {} } as never, "room: rt60 must be two numbers"],
])("%j is refused before the work", (augmentation, message) => {
  expect(() => checkAugmentation(augmentation)).toThrow(AffektError);
  expect(() => checkAugmentation(augmentation)).toThrow(message);
});

test("a whole augmentation passes, and is told in words", () => {
  expect(() => checkAugmentation(ALL)).not.toThrow();
  expect(augmentationInWords({ ...ALL, noise: { snr: [5, 20], color: "pink" } })).toBe(
    "speed rate 0.9..1.1, pitchShift semitones -2..2, timeShift seconds -0.1..0.1, room rt60 0.2..0.8, noise snr 5..20 color pink, bandLimit codec pcm, gain decibels -6..6, 3 copies, seed 7",
  );
  expect(augmentationInWords({ gain: { decibels: [1, 1] } })).toBe(
    "gain decibels 1..1, 1 copy, seed 0",
  );
});
