import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { csvParse } from "d3-dsv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeWav } from "../audio/pcm/wav-write.ts";
import { affekt, affektProcess, type Outcome } from "./command-line.fixture.ts";
import { putFiles, storedZip } from "./recordings.fixture.ts";

const COMMAND = ["features", "--jobs", "1", "--no-cache"];

let folder: string;
let set: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-windows-"));
  set = join(folder, "level.json");
  // a level at a low rate, so that an hour takes no time
  const descriptors = [{ name: "rms" }];
  const definition = { name: "level", sampleRate: 4000, statistics: ["mean"], descriptors };
  await writeFile(set, JSON.stringify(definition));
  await putFiles(folder, {
    "short.wav": recording(2.5),
    "long.wav": recording(605),
    "large.wav": recording(605, 16_000),
  });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A tone that is louder in each minute, silent in the fourth. */
function recording(seconds: number, sampleRate = 8000): Uint8Array {
  const samples = Float32Array.from({ length: seconds * sampleRate }, (_, i) => {
    const minute = Math.floor(i / sampleRate / 60);
    const isSilent = Math.abs(i / sampleRate - 210) < 30.1;
    return isSilent ? 0 : (0.05 + 0.05 * minute) * Math.sin((2 * Math.PI * 440 * i) / sampleRate);
  });
  return encodeWav({ channels: [samples], sampleRate });
}

function features(...words: string[]): Promise<Outcome> {
  return affekt([...COMMAND, "--set", set, ...words], join(folder, "cache"));
}

/** Start, end and level of each row. */
function rowsOf(table: string): number[][] {
  return csvParse(table.trimEnd()).map(({ start, end, rms }) => [start, end, rms].map(Number));
}

test("a row for each window, with start and end, and the labels of its recording", async () => {
  await writeFile(join(folder, "list.csv"), "path,emotion,speaker,take\nshort.wav,happy,anna,3\n");
  const words = ["--window", "1", "--hop", "0.5"];
  const { stdout, stderr } = await features(join(folder, "list.csv"), ...words);
  expect(stderr).toMatch(/^features 4 clips of 1 recording, level \(/);
  expect(rowsOf(stdout).map(([start, end]) => [start, end])).toEqual([
    [0, 1],
    [0.5, 1.5],
    [1, 2],
    [1.5, 2.5],
  ]);
  const rows = csvParse(stdout.trimEnd());
  for (const row of rows) {
    expect(row).toMatchObject({ file: "short.wav", emotion: "happy", speaker: "anna", take: "3" });
    expect(row["hash"]).toBe(rows[0]?.["hash"]);
  }
});

const MINUTES = [...Array(10).keys()].map((i) => [60 * i, 60 * i + 60]);
const LEVELS = MINUTES.map((_, i) => (i === 3 ? 0 : (0.05 + 0.05 * i) / Math.SQRT2));

function expectMinutes({ status, stdout, stderr }: Outcome): void {
  expect(stderr).toMatch(/^features 11 clips of 1 recording, level \(/);
  expect(stderr).toMatch(/warning: .*: 1 of 11 clips silent: its peak is under -70 dBFS\n$/);
  expect(status).toBe(0);
  const rows = rowsOf(stdout);
  expect(rows.map(([start, end]) => [start, end])).toEqual([...MINUTES, [600, 605]]);
  for (const [i, level] of LEVELS.entries()) expect(rows[i]?.[2]).toBeCloseTo(level, 2);
}

describe.each(["long", "large"])("over ten minutes, a %s file", (name) => {
  test("is windowed by a minute", async () => {
    expectMinutes(await features(join(folder, `${name}.wav`)));
  });

  test("is one row with --whole", async () => {
    const { stdout } = await features(join(folder, `${name}.wav`), "--whole");
    expect(rowsOf(stdout)).toEqual([[0, 605, expect.closeTo(mean(LEVELS), 1)]]);
  });

  test("from standard input, and from a zip", async () => {
    const bytes = await readFile(join(folder, `${name}.wav`));
    const words = [...COMMAND, "--set", set, "-"];
    const piped = await affektProcess(words, { cache: join(folder, "cache"), stdin: bytes });
    expectMinutes(piped);
    expect(csvParse(piped.stdout)[0]?.["file"]).toBe("standard input");
    const zip = join(folder, `${name}.zip`);
    await writeFile(zip, storedZip({ "talk.wav": bytes }));
    const zipped = await features(zip);
    expectMinutes(zipped);
    expect(rowsOf(zipped.stdout)).toEqual(rowsOf(piped.stdout));
  });

  test("is taken from the cache the second time", async () => {
    const words = ["features", "--set", set, join(folder, `${name}.wav`)];
    const cache = join(folder, `cache-${name}`);
    const first = await affekt(words, cache);
    expectMinutes(first);
    expect((await affekt(words, cache)).stdout).toBe(first.stdout);
    const info = JSON.parse((await affekt(["cache", "info", "--json"], cache)).stdout) as object;
    expect(info).toMatchObject({ contents: [{ recordings: 1 }] });
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test("raw samples from standard input", async () => {
  const samples = Int16Array.from({ length: 8000 }, (_, i) => (i % 2 === 0 ? 8192 : -16_384));
  const words = ["-", "--rate", "4000", "--channels", "2", "--encoding", "s16le"];
  const { stdout, stderr } = await affektProcess([...COMMAND, "--set", set, ...words], {
    cache: join(folder, "cache"),
    stdin: new Uint8Array(samples.buffer),
  });
  expect(stderr).toMatch(/^features 1 recording, level/);
  expect(rowsOf(stdout)).toEqual([[0, 1, expect.closeTo(0.12, 1)]]);
});

test("a recording that is cut off keeps what it has; one that is no sound fails", async () => {
  const bytes = await readFile(join(folder, "large.wav"));
  await putFiles(join(folder, "cut"), {
    "cut.wav": bytes.subarray(0, 0.7 * bytes.length),
    "none.wav": new Uint8Array(17_000_000).fill(120),
  });
  const { status, stdout, stderr } = await features(join(folder, "cut"));
  expect(stderr).toContain("warning: cut.wav: truncated: ");
  expect(stderr).toMatch(/1 of 2 recordings failed:\n {2}none\.wav: cannot be read as audio: /);
  expect(status).toBe(4);
  expect(rowsOf(stdout).map(([start]) => start)).toEqual([0, 60, 120, 180, 240, 300, 360, 420]);
});

test.each([
  ["one", ["large.wav"]],
  ["several", ["large.wav", "another.wav"]],
])("Ctrl-C in the middle of %s long recording: status 130", async (_, files) => {
  await putFiles(folder, { "another.wav": recording(700, 16_000) });
  const words = ["features", "--set", "classic", "--jobs", "2"];
  const cache = join(folder, `cache-of-${files.length}`);
  const sources = files.map((file) => join(folder, file));
  const start = performance.now();
  const { status, stdout, stderr } = await affektProcess([...words, ...sources], {
    cache,
    onStart: async (child) => {
      // the cache is opened right before the work begins
      while (!existsSync(cache) && child.exitCode === null) await delay(20);
      await delay(500);
      child.kill("SIGINT");
    },
  });
  expect(stderr).toMatch(/affekt: interrupted by SIGINT\n$/);
  expect({ status, stdout }).toEqual({ status: 130, stdout: "" });
  expect(performance.now() - start).toBeLessThan(20_000);
});
