import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SpeakerProfile } from "../../models/adaptation/speaker-profile.ts";
import { FileEmotionModel, loadModel } from "../../node/load-model.ts";
import { affekt, type Outcome } from "../command-line.fixture.ts";
import { corpus, putFiles } from "../recordings.fixture.ts";

let folder: string;
let model: string;
let voice: string;
let profile: string;
let calibrated: Outcome;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-calibrate-"));
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
  voice = await putFiles(join(folder, "voice"), corpus([7], 3));
  model = join(folder, "model.onnx");
  profile = join(folder, "mine.json");
  await run("train", recordings, "--model", "lda", "--set", "classic-180", "-o", model);
  calibrated = await run("calibrate", model, voice, "-o", profile);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function run(...words: string[]): Promise<Outcome> {
  return affekt(words, join(folder, "cache"));
}

test("the profile holds numbers alone, no name and no path", async () => {
  expect(calibrated).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/mine.json: from 6 clips\n$/),
  });
  const found = JSON.parse(await readFile(profile, "utf8")) as SpeakerProfile;
  expect(Object.keys(found).toSorted()).toEqual([
    "clips",
    "model",
    "shift",
    "speakerProfile",
    "spread",
  ]);
  expect(found).toMatchObject({ speakerProfile: 1, clips: 6 });
  expect(found.shift).toHaveLength(180);
  expect([...found.shift, ...found.spread].every(Number.isFinite)).toBe(true);
});

test("predict --speaker answers as the adapted model file and as the library do", async () => {
  const adapted = join(folder, "adapted.onnx");
  await run("calibrate", model, voice, "-o", adapted);
  const bySpeaker = await run("predict", model, voice, "--csv", "--speaker", profile);
  expect(bySpeaker.status).toBe(0);
  expect((await run("predict", adapted, voice, "--csv")).stdout).toBe(bySpeaker.stdout);
  const loaded = await loadModel(model);
  const mine = await loaded.adaptTo(JSON.parse(await readFile(profile, "utf8")) as SpeakerProfile);
  expect(mine).toBeInstanceOf(FileEmotionModel);
  await mine.release();
  await loaded.release();
});

test("the library makes the same profile from the recordings' bytes", async () => {
  const loaded = await loadModel(model);
  const names = (await readdir(voice, { recursive: true })).filter((name) => name.endsWith(".wav"));
  const recordings = await Promise.all(
    names.toSorted((a, b) => (a < b ? -1 : 1)).map((name) => readFile(join(voice, name))),
  );
  expect(await loaded.calibrate(recordings)).toEqual(
    JSON.parse(await readFile(profile, "utf8")) as SpeakerProfile,
  );
  await loaded.release();
});

test("clips of one emotion, and labelled ones, which tune the weights", async () => {
  const of = async (...words: string[]): Promise<SpeakerProfile> => {
    const file = join(folder, `${words.length}.json`);
    expect(await run("calibrate", model, voice, ...words, "-o", file)).toMatchObject({ status: 0 });
    return JSON.parse(await readFile(file, "utf8")) as SpeakerProfile;
  };
  const unlabelled = JSON.parse(await readFile(profile, "utf8")) as SpeakerProfile;
  const neutral = await of("--emotion", "neutral");
  expect(neutral.shift).not.toEqual(unlabelled.shift);
  const labelled = await of("--labelled");
  expect(labelled.kernel).toHaveLength(180 * 3);
});

test.each([
  [
    "an emotion that the model does not know",
    ["--emotion", "bored"],
    /--emotion: the model knows .*, got bored/,
  ],
  ["two at once", ["--emotion", "neutral", "--labelled"], /cannot be used with/],
] as const)("refused: %s", async (_, words, message) => {
  const file = join(folder, "refused.json");
  expect((await run("calibrate", model, voice, ...words, "-o", file)).stderr).toMatch(message);
});

test("refused: two speakers", async () => {
  const file = join(folder, "refused.json");
  const { stderr } = await run("calibrate", model, join(folder, "recordings"), "-o", file);
  expect(stderr).toMatch(/recordings of 3 speakers \(.*\): a model is adapted to one/);
});

test("a profile of another model, and what is none", async () => {
  const found = JSON.parse(await readFile(profile, "utf8")) as SpeakerProfile;
  const other = join(folder, "other.json");
  const predict = async (given: unknown): Promise<string> => {
    await writeFile(other, JSON.stringify(given));
    return (await run("predict", model, voice, "--speaker", other)).stderr;
  };
  expect(await predict({ ...found, model: "0123456789abcdef" })).toMatch(
    /other.json: the profile belongs to another model \(0123456789abcdef, this one is .*\); make it again/,
  );
  expect(await predict({ ...found, shift: [1] })).toMatch(
    /other.json: the profile of a speaker is damaged/,
  );
  expect(await predict({ ...found, spread: [0] })).toMatch(/other.json: spread\[0\] must be/);
  expect(await predict([])).toMatch(/take the profile of a speaker that affekt calibrate wrote/);
});
