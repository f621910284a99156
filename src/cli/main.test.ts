import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { affektProcess } from "./command-line.fixture.ts";
import { corpus, putFiles } from "./recordings.fixture.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-main-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("a process of its own: version and status", async () => {
  const surroundings = { cache: join(folder, "cache") };
  expect(await affektProcess(["--version"], surroundings)).toEqual({
    status: 0,
    stdout: `${packageJson.version}\n`,
    stderr: "",
  });
  expect(await affektProcess(["fetures"], surroundings)).toMatchObject({ status: 2, stdout: "" });
});

test("a reader that stops reading ends the command without a word", async () => {
  const recordings = await putFiles(join(folder, "recordings"), corpus([1], 2));
  const { status, stderr } = await affektProcess(["features", recordings], {
    cache: join(folder, "cache"),
    onStart: (child) => void child.stdout?.destroy(),
  });
  expect(stderr).toMatch(/^features 4 recordings, classic \(.* s\)\n$/);
  expect(status).toBe(0);
});

test.runIf(process.platform === "linux")("standard output on a full disk is an error", async () => {
  const full = await open("/dev/full", "w");
  const { status, stderr } = await affektProcess(["--help"], { cache: folder, stdout: full.fd });
  await full.close();
  expect(stderr).toBe("affekt: cannot write to standard output: the disk is full\n");
  expect(status).toBe(3);
});
