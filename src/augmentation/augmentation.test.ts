import { expect, test } from "vitest";
import { speechSignal } from "../features/speech.fixture.ts";
import { AffektError } from "../errors.ts";
import {
  type Augmentation,
  describeAugmentation,
  singleEffects,
  augmentationKey,
  augmentedCopies,
  checkAugmentation,
} from "./augmentation.ts";
import { contentHash } from "../math/content-hash.ts";
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
  const copies = augmentedCopies(voice, { sampleRate: RATE, augmentation: ALL });
  expect(copies.length).toBe(3);
  const firsts = new Set([voice, ...copies].map((samples) => samples.slice(5000, 5020).join()));
  expect(firsts.size).toBe(4);
  augmentedCopies(other, { sampleRate: RATE, augmentation: ALL }); // another clip between them changes nothing
  expect(augmentedCopies(voice, { sampleRate: RATE, augmentation: ALL })).toEqual(copies);
});

test("random numbers depend on the seed, the clip and the copy's number", () => {
  const gain = { decibels: [-20, 20] } as const;
  const drawn = (samples: Float32Array, seed: number): number[] =>
    augmentedCopies(samples, { sampleRate: RATE, augmentation: { gain, copies: 2, seed } }).map(
      (copy) => power(copy) / power(samples),
    );
  const all = [...drawn(voice, 0), ...drawn(voice, 1), ...drawn(other, 0), ...drawn(other, 1)];
  expect(new Set(all.map((factor) => factor.toFixed(6))).size).toBe(8);
});

test("more copies leave the first ones alone, and so does another effect the draws of one", () => {
  const [first] = augmentedCopies(voice, {
    sampleRate: RATE,
    augmentation: { gain: { decibels: [-6, 6] } },
  });
  const [same] = augmentedCopies(voice, {
    sampleRate: RATE,
    augmentation: { gain: { decibels: [-6, 6] }, copies: 4 },
  });
  expect(same).toEqual(first);
  const shift = { seconds: [0, 0] } as const;
  const [both] = augmentedCopies(voice, {
    sampleRate: RATE,
    augmentation: { timeShift: shift, gain: { decibels: [-6, 6] } },
  });
  expect(both).toEqual(first);
});

test("copies have speeds in turn where factors are given", () => {
  const options = { sampleRate: RATE };
  const copies = augmentedCopies(voice, {
    ...options,
    augmentation: { speed: { factors: [0.8, 1.25] }, copies: 3 },
  });
  for (const [i, rate] of [0.8, 1.25, 0.8].entries()) {
    const augmentation: Augmentation = { speed: { rate: [rate, rate] } };
    expect(copies[i]).toEqual(augmentedCopies(voice, { ...options, augmentation })[0]);
  }
  const one = augmentedCopies(voice, {
    ...options,
    augmentation: {
      speed: { factors: [0.8, 1.25] },
      gain: { decibels: [3, 3] },
      combine: "one",
      copies: 4,
    },
  });
  const lengths = one.map(({ length }) => length).filter((length) => length !== voice.length);
  expect(lengths).toEqual([copies[0]!.length, copies[1]!.length]);
  expect(describeAugmentation({ speed: { factors: [0.8, 1.25] }, copies: 2 })).toBe(
    "speed factors 0.8 1.25, 2 copies, seed 0",
  );
});

test.each<[Augmentation, string]>([
  [
    {},
    "augmentation: needs at least one effect out of speed, pitchShift, timeShift, room, noise, bandLimit, gain, got none",
  ],
  [
    { echo: {} } as never,
    "augmentation: has no option echo; it takes speed, pitchShift, timeShift, room, noise, bandLimit, gain, combine, share, copies, seed",
  ],
  [{ ...ALL, copies: 0 }, "augmentation: copies must be an integer in [1, 1000], got 0"],
  [{ ...ALL, seed: 0.5 }, "augmentation: seed must be an integer from 0, got 0.5"],
  [
    { ...ALL, noise: { snr: [5, 101] } },
    "augmentation: noise.snr must be two numbers in [-40, 100], the lower one first, got [5,101]",
  ],
  [{ ...ALL, gain: { decibels: [6, -6] } }, "augmentation: gain.decibels must be two numbers"],
  [{ noise: 5 } as never, "augmentation: noise must be an object, got 5"],
  ["x" as never, 'augmentation: must be an object, got "x"'],
  [
    { room: {} } as never,
    "augmentation: room.rt60 must be two numbers in [0.05, 5], the lower one first, got nothing",
  ],
  [{ gain: undefined }, "gain, got none"],
  [
    { noise: { snr: [5, 20], colour: "pink" } } as never,
    "augmentation: has no option noise.colour; it takes snr, color",
  ],
  [{ noise: [5, 20] } as never, "augmentation: noise.snr must be two numbers"],
  [
    { speed: { rate: [1, 1], rates: [1, 1] } } as never,
    "augmentation: has no option speed.rates; it takes rate, factors",
  ],
  [{ speed: {} }, "augmentation: speed takes either rate, two numbers"],
  [{ speed: { rate: [1, 1], factors: [0.9] } }, "augmentation: speed takes either rate"],
  [{ speed: { factors: [] } }, "augmentation: speed.factors must be a list of 1 to 1000"],
  [
    { speed: { factors: [0.9, 5] } },
    "augmentation: speed.factors[1] must be a number in [0.25, 4]",
  ],
  [
    { pitchShift: { semitones: [1, 1], cents: [1, 1] } } as never,
    "has no option pitchShift.cents; it takes semitones",
  ],
  [
    { timeShift: { seconds: [1, 1], ms: [1, 1] } } as never,
    "has no option timeShift.ms; it takes seconds",
  ],
  [
    { room: { rt60: [1, 1], drr: [0, 5] } } as never,
    "has no option room.drr; it takes rt60, directToReverberant",
  ],
  [{ bandLimit: { code: "pcm" } } as never, "has no option bandLimit.code; it takes codec"],
  [{ gain: { decibels: [1, 1], db: 3 } } as never, "has no option gain.db; it takes decibels"],
])("%j is refused before the work", (augmentation, message) => {
  expect(() => checkAugmentation(augmentation)).toThrow(AffektError);
  expect(() => checkAugmentation(augmentation)).toThrow(message);
});

test("a whole augmentation passes, and is told in words", () => {
  expect(() => checkAugmentation(ALL)).not.toThrow();
  expect(describeAugmentation({ ...ALL, noise: { snr: [5, 20], color: "pink" } })).toBe(
    "speed rate 0.9..1.1, pitchShift semitones -2..2, timeShift seconds -0.1..0.1, room rt60 0.2..0.8, noise snr 5..20 color pink, bandLimit codec pcm, gain decibels -6..6, 3 copies, seed 7",
  );
  expect(describeAugmentation({ gain: { decibels: [1, 1] } })).toBe(
    "gain decibels 1..1, 1 copy, seed 0",
  );
});

test.each<[Augmentation, string, string]>([
  [{ speed: { rate: [0.9, 1.1] } }, "speed v1 rate 0.9..1.1", "dc620c242af35087"],
  [{ pitchShift: { semitones: [-2, 2] } }, "pitchShift v1 semitones -2..2", "7c4759f759e0949d"],
  [{ timeShift: { seconds: [-0.1, 0.1] } }, "timeShift v1 seconds -0.1..0.1", "89a4e865e51e29ae"],
  [{ room: { rt60: [0.2, 0.8] } }, "room v1 rt60 0.2..0.8", "f76771c84e7b1ede"],
  [
    { noise: { snr: [5, 20], color: "white" } },
    "noise v1 snr 5..20 color white",
    "580355dbb602f1ec",
  ],
  [{ noise: { snr: [5, 20], color: "pink" } }, "noise v1 snr 5..20 color pink", "999301ee4cb7e62b"],
  [{ bandLimit: { codec: "pcm" } }, "bandLimit v1 codec pcm", "6c14a216047c82a6"],
  [{ bandLimit: { codec: "mu-law" } }, "bandLimit v1 codec mu-law", "3300a24b0a70e80b"],
  [{ gain: { decibels: [-6, 6] } }, "gain v1 decibels -6..6", "02c55b7dff3175cd"],
])("%j: raise the effect's version when its samples change", (augmentation, words, hash) => {
  const [copy] = augmentedCopies(voice, { sampleRate: RATE, augmentation });
  expect(augmentationKey(augmentation)).toBe(`${words}, 1 copy, seed 0`);
  expect(contentHash(copy!)).toBe(hash);
});

test("a share of the clips is copied, drawn by their samples", () => {
  const augmentation = { gain: { decibels: [3, 3] }, share: 0.3 } as const;
  const clips = Array.from({ length: 60 }, (_, i) => voice.subarray(100 * i, 100 * i + 2000));
  const copied = clips.filter(
    (samples) => augmentedCopies(samples, { sampleRate: RATE, augmentation }).length > 0,
  );
  expect(copied.length).toBeGreaterThan(8);
  expect(copied.length).toBeLessThan(30);
});

test("each effect is an augmentation of its own", () => {
  const augmentation: Augmentation = {
    speed: { rate: [0.9, 1.1] },
    gain: { decibels: [-6, 6] },
    combine: "one",
    copies: 2,
    seed: 3,
  };
  expect(singleEffects(augmentation)).toEqual([
    { speed: { rate: [0.9, 1.1] }, copies: 2, seed: 3 },
    { gain: { decibels: [-6, 6] }, copies: 2, seed: 3 },
  ]);
});

test("effects that are not combined come in turn, one a copy", () => {
  const gain = { decibels: [6, 6] } as const;
  const timeShift = { seconds: [0.1, 0.1] } as const;
  const made = (augmentation: Augmentation): string[] =>
    augmentedCopies(voice, { sampleRate: RATE, augmentation }).map(contentHash);
  const [louder, later] = [made({ gain })[0]!, made({ timeShift })[0]!];
  const both = made({ gain, timeShift, combine: "one", copies: 2 });
  expect(new Set(both)).toEqual(new Set([louder, later]));
  expect(describeAugmentation({ gain, timeShift, combine: "one", share: 1 / 3 })).toBe(
    "timeShift seconds 0.1..0.1, gain decibels 6..6, one of them a copy, 1 copy, of 33.3333 % of the clips, seed 0",
  );
});
