import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { affekt, affektProcess, type Outcome } from "./command-line.fixture.ts";
import { clip, putFiles, silence } from "./recordings.fixture.ts";

let folder: string;
let happy: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-plot-"));
  happy = join(folder, "happy.wav");
  await putFiles(folder, {
    "happy.wav": clip(2, 4, 1, 0.5),
    "other/happy.wav": clip(2, 5, 1),
    "sad.wav": clip(3, 4, 1),
    "silent.wav": silence(0.3),
    "short.wav": silence(0.05),
    "none.wav": silence(0),
    "empty.wav": new Uint8Array(),
    "text.wav": Buffer.from("no sound"),
    "cut.wav": clip(1, 4, 1).subarray(0, 5000),
  });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function plot(...words: string[]): Promise<Outcome> {
  return affekt(["plot", ...words], join(folder, "cache"));
}

interface Output {
  readonly output?: string;
  readonly recordings: readonly { readonly file: string }[];
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
}

test.each([
  ["svg", /^<svg\s/],
  ["html", /^<!doctype html>/],
])("writes the format that the output's name says: %s", async (ending, start) => {
  const output = join(folder, `picture.${ending}`);
  const outcome = await plot(happy, join(folder, "sad.wav"), "-o", output);
  expect(outcome).toEqual({ status: 0, stdout: `${output}\n`, stderr: "" });
  const picture = await readFile(output, "utf8");
  expect(picture).toMatch(start);
  expect(picture).toContain("happy.wav");
  expect(picture).toContain("sad.wav");
  expect(picture).not.toContain(folder);
});

test.each([
  [["happy.wav"], "happy.svg"],
  [["happy.wav", "sad.wav"], "recordings.svg"],
  [["-"], "recording.svg"],
])("without -o, %j become %s in the current folder", async (files, output) => {
  const stdin = await readFile(happy);
  const outcome = await affektProcess(["plot", ...files], { cache: folder, stdin, cwd: folder });
  expect(outcome).toEqual({ status: 0, stdout: `${output}\n`, stderr: "" });
  expect(await readFile(join(folder, output), "utf8")).toMatch(/^<svg\s/);
});

test("recordings of one name are told apart by their folders", async () => {
  const output = join(folder, "same.svg");
  await plot(happy, join(folder, "other/happy.wav"), "-o", output);
  expect(await readFile(output, "utf8")).toContain(join(folder, "other/happy.wav"));
});

test("--panels, --from, --to; --json tells what was written", async () => {
  const output = join(folder, "part.svg");
  const words = ["--panels", "pitch,energy", "--from", "0.1", "--to", "0.2", "--json"];
  const { status, stdout } = await plot(happy, "-o", output, ...words);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    output,
    panels: ["pitch", "energy"],
    recordings: [
      {
        file: happy,
        durationSeconds: 0.5,
        sampleRate: 16_000,
        channels: 1,
        format: "wav",
        peakLevel: expect.closeTo(-14.5, 0),
        warnings: [],
      },
    ],
    failed: [],
  });
  const picture = await readFile(output, "utf8");
  expect(picture.match(/class="panel"/g)).toHaveLength(2);
  expect(picture).toMatch(/>0\.10<.*>0\.20</s);
});

test("silence and little sound are drawn, with a warning", async () => {
  const files = ["silent.wav", "short.wav", "cut.wav"].map((name) => join(folder, name));
  const { status, stderr } = await plot(...files, "-o", join(folder, "odd.html"));
  expect(status).toBe(0);
  expect(stderr.split("\n")).toEqual([
    `warning: ${files[0]}: silent: its peak is under -70 dBFS`,
    `warning: ${files[1]}: too short: under 0.1 s`,
    expect.stringContaining(`warning: ${files[2]}: truncated: `),
    "",
  ]);
});

test("what cannot be drawn does not stop the rest", async () => {
  const output = join(folder, "rest.svg");
  const names = ["empty", "text", "none", "missing", "sad"].map((name) =>
    join(folder, `${name}.wav`),
  );
  const words = [...names, folder, happy, "--from", "0.3", "-o", output, "--json"];
  const { status, stdout, stderr } = await plot(...words);
  expect(status).toBe(4);
  const { recordings, failed } = JSON.parse(stdout) as Output;
  expect(recordings.map(({ file }) => file)).toEqual([happy]);
  expect(failed.map(({ path }) => path)).toEqual([...names, folder]);
  const reasons = [
    /^cannot be read as audio: it is empty \(0 bytes\)/,
    /^cannot be read as audio: it starts with the text "no sound"/,
    /^holds no samples$/,
    /does not exist$/,
    /^ends after 0\.20 s, nothing is left from 0\.3 s on$/,
    /^it is a folder, not a file$/,
  ];
  for (const [i, reason] of reasons.entries()) expect(failed[i]?.reason).toMatch(reason);
  expect(stderr).toContain("affekt: 6 of 7 recordings failed:\n");
  expect(await readFile(output, "utf8")).toContain("happy.wav");
});

test("where nothing can be drawn: status 3, and no file", async () => {
  const output = join(folder, "nothing.svg");
  const { status, stdout } = await plot(join(folder, "text.wav"), "-o", output, "--json");
  expect(status).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ recordings: [], failed: [{}] });
  expect(existsSync(output)).toBe(false);
});

test("wrong times and places are told before anything is read", async () => {
  const times = await plot(happy, "--from", "2", "--to", "1", "-o", join(folder, "x.svg"));
  expect(times).toMatchObject({
    status: 2,
    stderr: "affekt: --to must be after --from, got 1 and 2\n",
  });
  const place = await plot(happy, "-o", join(folder, "nowhere", "x.svg"));
  expect(place).toMatchObject({
    status: 3,
    stderr: expect.stringContaining("does not exist; make it first"),
  });
});
