import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvParse } from "d3-dsv";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EmotionProbability } from "../prediction/prediction.ts";
import { affekt, affektProcess, type Outcome } from "./command-line.fixture.ts";
import { clip, corpus, putFiles, silence } from "./recordings.fixture.ts";

let folder: string;
let model: string;
/** A recording of each of the emotions that the model was trained on, by a speaker that it never heard. */
let files: string[];
const EMOTIONS = ["neutral", "calm", "happy"];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-predict-"));
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
  model = join(folder, "model.onnx");
  await run("train", recordings, "--set", "classic-180", "--epochs", "100", "-o", model);
  await putFiles(folder, {
    ...Object.fromEntries(EMOTIONS.map((emotion, e) => [`${emotion}.wav`, clip(e, 4, 1)])),
    "empty.wav": new Uint8Array(),
    "text.wav": Buffer.from("no sound"),
    "silent.wav": silence(0.3),
    "short.wav": silence(0.05),
    "cut.wav": clip(1, 4, 1).subarray(0, 5000),
  });
  files = EMOTIONS.map((emotion) => join(folder, `${emotion}.wav`));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function run(...words: string[]): Promise<Outcome> {
  return affekt(words, join(folder, "cache"));
}

interface Output {
  readonly predictions: readonly {
    readonly file: string;
    readonly emotion: string;
    readonly durationSeconds: number;
    readonly probabilities: readonly EmotionProbability[];
  }[];
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
}

test("one line a file: CSV where the output is no terminal, and by --csv", async () => {
  const { status, stdout, stderr } = await run("predict", model, ...files);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const rows = csvParse(stdout.trimEnd());
  expect(rows.columns.toSorted()).toEqual(["calm", "emotion", "file", "happy", "neutral"]);
  expect(rows.map(({ file, emotion }) => [file, emotion])).toEqual(
    EMOTIONS.map((emotion, i) => [files[i], emotion]),
  );
  for (const row of rows) {
    const probabilities = EMOTIONS.map((emotion) => Number(row[emotion]));
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    expect(Number(row[row["emotion"]!])).toBe(Math.max(...probabilities));
  }
  const top = csvParse((await run("predict", model, files[0]!, "--top", "1", "--csv")).stdout);
  expect([...top]).toMatchObject([
    { emotion: "neutral", neutral: rows[0]?.["neutral"], calm: "", happy: "" },
  ]);
});

test("a line for each window, with start and end; what is silent is left out", async () => {
  const sound = clip(2, 4, 1, 0.8);
  const header = 44;
  sound.fill(0, header + (sound.length - header) * 0.4375); // from 0.35 s on
  await putFiles(folder, { "windows.wav": sound });
  const file = join(folder, "windows.wav");
  const { status, stdout, stderr } = await run("predict", model, file, "--window", "0.2");
  const leftOut = `warning: ${file}: 2 of 4 clips are left out, the first: silent`;
  expect(stderr).toContain(leftOut);
  expect(status).toBe(0);
  const rows = csvParse(stdout.trimEnd());
  expect(rows.columns.slice(0, 4)).toEqual(["file", "start", "end", "emotion"]);
  expect(rows.map(({ start, end }) => [start, end].map(Number))).toEqual([
    [0, 0.2],
    [0.2, 0.4],
  ]);
  expect(rows[0]?.["emotion"]).toBe("happy");
});

test("a table on a terminal, the three most probable emotions unless told otherwise", async () => {
  const { isTTY } = process.stdout;
  process.stdout.isTTY = true;
  try {
    const { stdout } = await run("predict", model, ...files);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    for (const [i, line] of lines.entries()) {
      expect(line).toMatch(
        new RegExp(`${EMOTIONS[i]}\\.wav +${EMOTIONS[i]} [\\d.]+ %( {3}\\w+ [\\d.]+ %){2}$`),
      );
    }
    expect(new Set(lines.map((line) => line.search(/\w+ [\d.]+ %/))).size).toBe(1); // in a column
    expect((await run("predict", model, files[0]!, "--top", "1")).stdout).toMatch(
      / {2}neutral [\d.]+ %\n$/,
    );
  } finally {
    process.stdout.isTTY = isTTY;
  }
});

test("--json, --top, standard input", async () => {
  const { status, stdout } = await affektProcess(["predict", model, "-", "--json", "--top", "2"], {
    cache: folder,
    stdin: await readFile(files[2]!),
  });
  expect(status).toBe(0);
  const { predictions, failed } = JSON.parse(stdout) as Output;
  expect(failed).toEqual([]);
  expect(predictions).toMatchObject([
    { file: "-", emotion: "happy", durationSeconds: expect.closeTo(0.2) },
  ]);
  const [first, second, ...rest] = predictions[0]!.probabilities;
  expect(first!.emotion).toBe("happy");
  expect(first!.probability).toBeGreaterThan(second!.probability);
  expect(rest).toEqual([]);
});

test("what cannot be predicted does not stop the rest", async () => {
  const names = ["empty", "text", "silent", "short", "missing", "cut"].map((name) =>
    join(folder, `${name}.wav`),
  );
  const { status, stdout, stderr } = await run("predict", model, ...names, "--json");
  expect(status).toBe(4);
  const { predictions, failed } = JSON.parse(stdout) as Output;
  expect(predictions).toMatchObject([{ file: names[5] }]);
  const unopened = names[4]!;
  expect(failed.map(({ path }) => path)).toEqual([unopened, ...names.slice(0, 4)]);
  const reasons = [
    /is not a folder, zip, manifest or audio file/,
    /^cannot be read as audio: it is empty \(0 bytes\)/,
    /^cannot be read as audio: it starts with the text "no sound"/,
    /^silent: its peak is under -70 dBFS/,
    /^too short to tell an emotion \(0\.050 s of audio; at least 0\.1 s are needed\)/,
  ];
  for (const [i, reason] of reasons.entries()) expect(failed[i]?.reason).toMatch(reason);
  expect(stderr).toContain(`warning: ${names[5]}: truncated: `);
  expect(stderr).toContain("affekt: 5 of 6 recordings failed:\n");
  expect(stderr).toContain(`\n  ${names[0]}: cannot be read as audio: it is empty`);
});

test("where nothing can be predicted: status 3, and the JSON says why", async () => {
  const { status, stdout } = await run("predict", model, join(folder, "text.wav"), "--json");
  expect(status).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ predictions: [], failed: [{}] });
  const { status: empty, stderr } = await affektProcess(["predict", model, "-"], { cache: folder });
  expect(empty).toBe(3);
  expect(stderr).toContain("\n  -: cannot be read as audio: it is empty (0 bytes)");
});

/** A model file with a text in it replaced by one of the same length. */
async function altered(name: string, from: string, to: string): Promise<string> {
  const bytes = (await readFile(model)).toString("latin1");
  expect(bytes.split(from)).toHaveLength(2);
  const file = join(folder, name);
  await writeFile(file, bytes.replace(from, to), "latin1");
  return file;
}

test.each(["predict", "test", "info"])(
  "affekt %s: files that are no whole model",
  async (command) => {
    const bytes = await readFile(model);
    const half = join(folder, "half.onnx");
    await writeFile(half, bytes.subarray(0, bytes.length / 2));
    const words = command === "info" ? [] : [files[0]!];
    const cut = await run(command, half, ...words);
    expect(cut.stderr).toMatch(
      /^affekt: .*half\.onnx: not an ONNX model, or one that was cut short \(\d+ bytes\); copy it again or train a new one\n$/,
    );
    expect({ status: cut.status, stdout: cut.stdout }).toEqual({ status: 3, stdout: "" });
    const missing = await run(command, join(folder, "none.onnx"), ...words);
    expect(missing).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/none\.onnx does not exist\n$/),
    });
  },
);

test.each(["predict", "test"])("affekt %s: a model trained on other features", async (command) => {
  const unknown = await altered("unknown.onnx", '"name":"chromaStft"', '"name":"chromaSoup"');
  const other = await run(command, unknown, files[0]!);
  expect(other.stderr).toMatch(
    /unknown\.onnx: this version of Affekt does not make the features that the model takes \(its feature set: descriptors\[1\]\.name must be one of .*, mfcc, .*, got "chromaSoup"\)/,
  );
  expect(other.status).toBe(3);
  const { features } = JSON.parse((await run("info", model, "--json")).stdout) as {
    features: { hash: string };
  };
  const older = await run(
    command,
    await altered("older.onnx", features.hash, "0badcafe0badcafe"),
    files[0]!,
  );
  expect(older.stderr).toContain("(0badcafe0badcafe), got");
  expect(older.stderr).toContain("with other settings or of another version");
  expect(older.status).toBe(3);
});
