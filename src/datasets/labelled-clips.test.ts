import { expect, test } from "vitest";
import { featureSet } from "../features/sets/sets.ts";
import type { FeatureRow } from "./feature-table.ts";
import { labelledClips } from "./labelled-clips.ts";

const set = featureSet({
  name: "own",
  statistics: ["mean"],
  descriptors: [{ name: "rms" }],
});

function row(path: string, changes: Partial<FeatureRow> = {}): FeatureRow {
  return {
    source: "all",
    path,
    emotion: "happy",
    speaker: "1",
    values: Float32Array.of(1),
    startSeconds: 0,
    durationSeconds: 1,
    state: "ok",
    samplesHash: path,
    warnings: [],
    ...changes,
  };
}

const labelled = (rows: readonly FeatureRow[]) =>
  labelledClips({ set, rows, failed: [], seconds: 0 });

test("takes are told by equal samples and by names; a warning names an example", () => {
  const { clips, warnings } = labelled([
    row("a.wav"),
    row("b.wav", { samplesHash: "a.wav" }),
    row("c.wav", { take: "ravdess/03-01" }),
    row("d.mp4", { take: "ravdess/03-01" }),
    row("e.wav"),
  ]);
  const [a, b, c, d, e] = clips.map(({ take }) => take);
  expect([a === b, c === d, a === c, a === e]).toEqual([true, true, false, false]);
  expect(warnings).toEqual([
    "4 files hold 2 takes, such as a.wav and b.wav: a take stays on one side of every split",
  ]);
});

test("windows of one recording are one take, and no duplicates", () => {
  const { clips, warnings } = labelled([
    row("a.wav", { samplesHash: "x" }),
    row("a.wav", { samplesHash: "x", startSeconds: 60 }),
  ]);
  expect(clips[0]!.take).toBe(clips[1]!.take);
  expect(warnings).toEqual([]);
});

test("labels and columns of one's own stay with the clips", () => {
  const columns = { room: "kitchen" };
  const { clips } = labelled([row("a.wav", { sex: "female", language: "en", columns })]);
  expect(clips[0]).toMatchObject({ sex: "female", language: "en", columns, path: "a.wav" });
});

test.each([
  [undefined, "no speaker is known: scores for new speakers cannot be measured"],
  [
    "2",
    "the speakers of 1 clips are not known: scores for new speakers cannot be measured with these clips",
  ],
])("speakers that are not known are said (%s)", (speaker, warning) => {
  const { speaker: _, ...unknown } = row("a.wav");
  const { speaker: __, ...other } = row("b.wav");
  const { warnings } = labelled([
    unknown,
    speaker === undefined ? other : row("b.wav", { speaker }),
  ]);
  expect(warnings).toEqual([warning]);
});

test("clips without emotion, silent and too short ones are left out with the reason", () => {
  const { emotion: _, ...unlabelled } = row("a.wav");
  const { clips, leftOut } = labelled([
    unlabelled,
    row("b.wav", { state: "silent" }),
    row("c.wav", { state: "too-short" }),
    row("d.wav"),
  ]);
  expect(clips.map(({ path }) => path)).toEqual(["d.wav"]);
  expect(leftOut.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
    "a.wav: its emotion is not known",
    "b.wav: silent: its peak is under -70 dBFS",
    "c.wav: too short: under 0.1 s",
  ]);
});
