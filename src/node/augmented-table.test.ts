import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { decodeAudio } from "../audio/decode.ts";
import { type Augmentation, augmentedCopies } from "../augmentation/augmentation.ts";
import { resample } from "../audio/resample/resample.ts";
import { clip, corpus, putFiles, silence } from "../cli/recordings.fixture.ts";
import type { FeatureRow } from "../datasets/feature-table.ts";
import { labelledClips } from "../datasets/labelled-clips.ts";
import { clipValues } from "../features/sets/vector.ts";
import { featureSet } from "../features/sets/sets.ts";
import { featureTable, type FeatureTableOptions } from "./feature-table.ts";
import { fingerprintOf, trainingIdentity } from "./files/training-identity.ts";
import { presetModel } from "../models/presets.ts";

const SET = featureSet("classic-180");
const AUGMENTATION: Augmentation = {
  noise: { snr: [5, 20] },
  speed: { rate: [0.8, 1.2] },
  copies: 2,
  seed: 3,
};

let folder: string;
let recordings: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-augmented-"));
  vi.stubEnv("AFFEKT_CACHE", join(folder, "cache"));
  recordings = await putFiles(join(folder, "recordings"), {
    ...corpus([1, 2], 2),
    "silent.wav": silence(0.5),
    "brief.wav": clip(1, 1, 1, 0.05),
  });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function rowsOf(options: FeatureTableOptions): Promise<readonly FeatureRow[]> {
  return (await featureTable([recordings], { set: "classic-180", cache: false, ...options })).rows;
}

test("a recording's augmented copies are the features of its augmented samples; a silent or brief one has none", async () => {
  const rows = await rowsOf({ augmentation: AUGMENTATION, jobs: 1 });
  expect(rows.length).toBe(10);
  const [first] = rows;
  const audio = await decodeAudio(clip(0, 1, 1), { name: "first" });
  const samples = resample(audio.channels[0]!, { from: audio.sampleRate, to: SET.sampleRate });
  const copies = augmentedCopies(samples, {
    sampleRate: SET.sampleRate,
    augmentation: AUGMENTATION,
  });
  expect(first!.augmented).toEqual(copies.map((copy) => clipValues(copy, { set: SET })));
  expect(first!.augmented![0]).not.toEqual(first!.augmented![1]);
  const counts = rows.map(({ state, augmented = [] }) => `${state} ${augmented.length}`);
  expect(counts.filter((count) => count === "ok 2").length).toBe(8);
  expect(counts.slice(-2).sort()).toEqual(["silent 0", "too-short 0"]);
});

test("augmented copies depend neither on the number of workers nor on the order nor on the cache; the clips are those without", async () => {
  const plain = await rowsOf({});
  const single = await rowsOf({ augmentation: AUGMENTATION, jobs: 1 });
  const copiesOfPlain = single.map(({ augmented }) =>
    augmented === undefined ? {} : { augmented },
  );
  expect(plain.map((row, i) => ({ ...row, ...copiesOfPlain[i] }))).toEqual(single);
  expect(await rowsOf({ augmentation: AUGMENTATION, jobs: 2 })).toEqual(single);
  const kept = { augmentation: AUGMENTATION, cache: true };
  expect(await rowsOf(kept)).toEqual(single);
  expect(await rowsOf(kept)).toEqual(single);
  const both = [join(recordings, "Actor_02"), join(recordings, "Actor_01")];
  const { rows } = await featureTable(both, { set: "classic-180", ...kept, cache: false });
  const copiesOf = (all: readonly FeatureRow[], hash: string) =>
    all.find(({ samplesHash }) => samplesHash === hash)!.augmented;
  for (const { samplesHash, augmented } of rows) {
    expect(copiesOf(single, samplesHash)).toEqual(augmented);
  }
});

test.each<[string, Augmentation]>([
  ["seed", { ...AUGMENTATION, seed: 4 }],
  ["parameters", { ...AUGMENTATION, noise: { snr: [5, 21] } }],
  ["colour", { ...AUGMENTATION, noise: { snr: [5, 20], color: "pink" } }],
])("another %s is extracted anew, not taken from the cache", async (_, augmentation) => {
  const kept = await rowsOf({ augmentation: AUGMENTATION, cache: true });
  const other = await rowsOf({ augmentation, cache: true });
  expect(other[0]!.values).toEqual(kept[0]!.values);
  expect(other[0]!.augmented).not.toEqual(kept[0]!.augmented);
});

test("copies of sequences are stacked as their clips are", async () => {
  const options = { set: "frames", cache: false, augmentation: AUGMENTATION };
  const { X, augmented } = labelledClips(await featureTable([recordings], options), {
    clipSeconds: 0.22,
  });
  expect(augmented!.X.columns).toBe(X.columns);
  expect(augmented!.sources).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]);
  expect(new Set(X.sequences!.lengths).size).toBe(1);
  expect(new Set(augmented!.X.sequences!.lengths).size).toBeGreaterThan(2);
});

test("trainings with another augmentation are others", async () => {
  const fingerprints = await Promise.all(
    [undefined, AUGMENTATION, { ...AUGMENTATION, copies: 1 }, { ...AUGMENTATION, seed: 9 }].map(
      async (augmentation) => {
        const table = await featureTable([recordings], {
          set: "classic-180",
          ...(augmentation && { augmentation }),
        });
        return fingerprintOf(
          trainingIdentity(labelledClips(table), {
            model: presetModel("mlp"),
            seed: 0,
            validationSpeakers: 0,
            threads: 1,
            runtime: "test",
          }),
        );
      },
    ),
  );
  expect(new Set(fingerprints).size).toBe(4);
});
