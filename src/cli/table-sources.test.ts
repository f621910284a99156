import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readModelInfo } from "../models/file/decode-model.ts";
import { openSources } from "../node/sources/sources.ts";
import { affekt, type Outcome } from "./command-line.fixture.ts";
import { clip, corpus, putFiles } from "./recordings.fixture.ts";

const FORMATS = ["csv", "npz", "parquet"] as const;

let folder: string;
let recordings: string;
const tables: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-tables-"));
  recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
  for (const format of FORMATS) {
    tables[format] = join(folder, `table.${format}`);
    await run("features", recordings, "--set", "classic-180", "-o", tables[format]);
  }
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function run(...words: string[]): Promise<Outcome> {
  return affekt(words, join(folder, "cache"));
}

async function timeless(file: string): Promise<string> {
  const bytes = await readFile(file);
  return bytes.toString("latin1").replace(readModelInfo(bytes, { name: file }).created, "");
}

describe.each(FORMATS)("a table as %s in the place of recordings", (format) => {
  test("gives the same model", async () => {
    const files = ["a", "b"].map((name) => join(folder, `${format}-${name}.onnx`));
    const words = ["--epochs", "3", "--validation-speakers", "1", "-o"];
    await run("train", recordings, "--set", "classic-180", ...words, files[0]!);
    const { status, stderr } = await run("train", tables[format]!, ...words, files[1]!);
    expect(stderr).toMatch(/^features 18 recordings, classic-180 \(/);
    expect(status).toBe(0);
    expect((await timeless(files[1]!)) === (await timeless(files[0]!))).toBe(true);
  });

  test("gives the same evaluation", async () => {
    const words = ["--model", "mlp", "--epochs", "3", "--protocol", "loso"];
    const ofRecordings = await run("evaluate", recordings, "--set", "classic-180", ...words);
    expect(
      (await run("evaluate", tables[format]!, ...words)).stdout.replaceAll(/ [\d.]+ s/g, ""),
    ).toBe(ofRecordings.stdout.replaceAll(/ [\d.]+ s/g, ""));
  });

  test("is tested on, if its features are the model's", async () => {
    const [model, other] = ["model", "other"].map((name) => join(folder, `${format}-${name}.onnx`));
    await run("train", tables[format]!, "--epochs", "3", "-o", model!);
    const { status, stderr } = await run("test", model!, tables[format]!);
    expect(stderr).toContain("warning: the model was trained with 3 of these speakers");
    expect(stderr).toContain("and on 18 of these clips");
    expect(status).toBe(0);
    await run("train", recordings, "--set", "classic", "--epochs", "1", "-o", other!);
    const refused = await run("test", other!, tables[format]!);
    expect(refused).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/table\.\w+: (holds the|lacks 13 of)/),
    });
  });
});

test("sequences: the same model from recordings and from a table", async () => {
  const table = join(folder, "frames.parquet");
  await run("features", recordings, "--set", "frames", "-o", table);
  const files = ["a", "b"].map((name) => join(folder, `frames-${name}.onnx`));
  const words = ["--model", "cnn", "--epochs", "2", "--clip-seconds", "0.5", "-o"];
  await run("train", recordings, "--set", "frames", ...words, files[0]!);
  await run("train", table, ...words, files[1]!);
  expect((await timeless(files[1]!)) === (await timeless(files[0]!))).toBe(true);
  const info = await run("info", files[0]!);
  expect(info.stdout).toMatch(
    /\nfeatures +frames, 64 values a frame, clips of 0\.5 s, at 16000 Hz \(/,
  );

  const wav = await putFiles(join(folder, "more"), { "x.wav": clip(1, 4, 1, 0.9) });
  const predicted = await run("predict", files[0]!, join(wav, "x.wav"), "--json");
  expect(predicted.status).toBe(0);
  expect((await run("test", files[0]!, table)).status).toBe(0);
  const words2 = ["--model", "mlp,cnn", "--epochs", "1", "--protocol", "loso"];
  expect((await run("evaluate", table, ...words2)).stdout).toMatch(/cnn +frames/);
});

test("a set of one's own goes into the model and out of it", async () => {
  const [set, model] = [join(folder, "own.json"), join(folder, "own.onnx")];
  const descriptors = [{ name: "mfcc", nMfcc: 5, deltas: 1 }, { name: "tempo" }];
  await writeFile(set, JSON.stringify({ name: "own", statistics: ["mean"], descriptors }));
  await run("train", recordings, "--set", set, "--epochs", "3", "-o", model);
  await rm(set);
  const answer = await run(
    "predict",
    model,
    join(recordings, Object.keys(corpus([1], 1))[0]!),
    "--json",
  );
  expect(answer).toMatchObject({ status: 0, stderr: "" });
  const { features } = JSON.parse((await run("info", model, "--json")).stdout) as {
    features: object;
  };
  expect(features).toMatchObject({
    set: { name: "own", descriptors: [{ name: "mfcc", nMfcc: 5, lifter: 0 }, { name: "tempo" }] },
    columns: expect.arrayContaining(["mfcc_4_delta", "tempo"]),
  });
});

test("tables and recordings together, in their order; tables of different sets not", async () => {
  const more = await putFiles(join(folder, "more-recordings"), corpus([4], 3));
  const { stdout, stderr } = await run("features", more, tables["npz"]!, "--json");
  expect(stderr).toMatch(/^features 24 recordings, classic-180 \(/);
  const { rows } = JSON.parse(stdout) as { rows: { speaker: string }[] };
  expect(rows.map(({ speaker }) => speaker)).toEqual(
    ["04", "01", "02", "03"].flatMap((speaker) => Array<string>(6).fill(speaker)),
  );
  const other = join(folder, "classic.npz");
  await run("features", recordings, "--set", "classic", "-o", other);
  const mixed = await run("features", tables["npz"]!, other);
  expect(mixed).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(
      /classic\.npz: holds the features "classic" \(.*\), not "classic-180" \(/,
    ),
  });
});

test("windows of a recording stay on one side of a split", async () => {
  const table = join(folder, "windows.npz");
  await run("features", recordings, "--set", "classic-180", "--window", "0.1", "-o", table);
  const words = ["--protocol", "random", "--model", "mlp", "--epochs", "1", "--json"];
  const { stdout, status } = await run("evaluate", table, ...words);
  expect(status).toBe(0);
  const { data, models } = JSON.parse(stdout) as {
    data: { clips: number };
    models: { folds: { clips: { train: number; test: number } }[] }[];
  };
  expect(data.clips).toBe(36);
  for (const { clips } of models[0]!.folds) {
    expect(clips.train + clips.test).toBe(36);
    expect(clips.test % 2).toBe(0);
  }
});

test("a table that is damaged is refused with its name", async () => {
  const bytes = await readFile(tables["parquet"]!);
  const file = join(folder, "cut.parquet");
  await writeFile(file, bytes.subarray(0, bytes.length / 2));
  const { status, stderr } = await run("train", file, "-o", join(folder, "x.onnx"));
  expect(stderr).toMatch(/^affekt: .*cut\.parquet: cannot be read as Parquet \(/);
  expect(status).toBe(3);
});

test("a table that does not tell its set is read as the one before it", async () => {
  const set = join(folder, "set.json");
  await writeFile(
    set,
    JSON.stringify({
      name: "own",
      descriptors: [{ name: "mfcc", nMfcc: 2 }],
      statistics: ["mean"],
    }),
  );
  const [first, second] = ["first.npz", "second.csv"].map((name) => join(folder, name));
  await run("features", recordings, "--set", set, "-o", first!);
  await run("features", recordings, "--set", set, "-o", second!);
  const [header, ...rows] = (await readFile(second!, "utf8")).trimEnd().split("\n");
  await writeFile(second!, [`${header},more`, ...rows.map((row) => `${row},1`), ""].join("\n"));
  await using sources = await openSources([first!, second!]);
  const [, table] = [...sources.tables.values()];
  expect(table!.columns).toEqual(["mfcc_0", "mfcc_1"]);
});
