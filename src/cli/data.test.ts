import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { encodeWav } from "../audio/pcm/wav-write.ts";
import { dataCommand } from "./data.ts";

let folder: string;
let stdout: string;
let stderr: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-data-"));
  vi.stubEnv("AFFEKT_CACHE", join(folder, "cache"));
  stdout = "";
  stderr = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => ((stdout += String(text)), true));
  vi.spyOn(process.stderr, "write").mockImplementation((text) => ((stderr += String(text)), true));
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function data(...words: string[]): Promise<void> {
  await dataCommand().parseAsync(words, { from: "user" });
}

async function putClip(name: string, loudness: number): Promise<void> {
  const samples = Float32Array.from({ length: 16_000 }, (_, i) => loudness * Math.sin(i / 9));
  await writeFile(join(folder, name), encodeWav({ channels: [samples], sampleRate: 16_000 }));
}

test("check: text for people, JSON for programs, data on standard output only", async () => {
  await putClip("1001_DFA_ANG_XX.wav", 0.5);
  await putClip("1001_DFA_SAD_XX.wav", 0.5);
  await putClip("1002_DFA_SAD_XX.wav", 0);
  await data("check", folder, "--jobs", "2");
  expect(stdout).toMatch(
    /^recordings +3\ncorpus +crema-d\nemotions +sad \(2\), angry \(1\)\nspeakers +2, 1–2 recordings each\n/,
  );
  expect(stdout).toContain("silent (1)\n  1002_DFA_SAD_XX.wav: peak -Infinity dBFS\n");
  expect(stdout).toContain(
    "the same take under different labels (1)\n  1001_DFA_ANG_XX.wav = 1001_DFA_SAD_XX.wav (same bytes; emotion angry / sad)\n",
  );
  expect(stderr).toContain("3 recordings");
  stdout = "";
  await data("check", folder, "--json");
  expect(JSON.parse(stdout)).toMatchObject({
    recordings: 3,
    sampleRates: { 16000: 3 },
    findings: [{ kind: "silent" }],
  });
});

test("check: nothing readable is an error, after the report", async () => {
  await writeFile(join(folder, "notes.wav"), "not audio");
  await expect(data("check", folder)).rejects.toMatchObject({ code: "unreadable" });
  expect(stdout).toContain("not readable (1)\n  notes.wav: ");
});

test("list: what there is and whether it is here", async () => {
  await mkdir(join(folder, "cache", "corpora"), { recursive: true });
  await writeFile(join(folder, "cache", "corpora", "Audio_Song_Actors_01-24.zip"), "");
  await data("list");
  expect(stdout).toMatch(
    /^ravdess +RAVDESS speech.*CC BY-NC-SA 4\.0; 208 MB to download\nravdess-song .*; here\nravdess-sample .*\nemo-db .*; to download\ncrema-d .*; by hand, see https:/,
  );
  stdout = "";
  await data("list", "--json");
  expect(JSON.parse(stdout)).toMatchObject([
    { name: "ravdess", here: false },
    { name: "ravdess-song", here: true },
    { name: "ravdess-sample", kind: "shipped" },
    { name: "emo-db", kind: "download" },
    { name: "crema-d", kind: "by hand", here: false },
    { name: "tess" },
    { name: "savee" },
  ]);
});

test("get: asks the mirror for the corpus' file and says what it answered", async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  try {
    const url = `http://127.0.0.1:${address.port}/mirror/`;
    await expect(data("get", "ravdess", "--song", "--url", url)).rejects.toMatchObject({
      code: "network",
    });
    expect(asked).toEqual(["/mirror/Audio_Speech_Actors_01-24.zip?download=1"]);
    expect(stderr).toContain("Licence: CC BY-NC-SA 4.0\nPlease cite: Livingstone");
  } finally {
    server.close();
  }
});

test("get: what is here is not fetched again", async () => {
  const file = join(folder, "cache", "corpora", "Audio_Speech_Actors_01-24.zip");
  await mkdir(join(folder, "cache", "corpora"), { recursive: true });
  await writeFile(file, "");
  await data("get", "ravdess", "--url", "http://127.0.0.1:1");
  expect(stdout).toBe(`${file}\n`);
});

test("get: a corpus that has to be fetched by hand is told with the steps", async () => {
  for (const name of ["crema-d", "tess", "savee"]) {
    await expect(data("get", name)).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(new RegExp(`^${name} has to be fetched by hand: see http`)),
    });
  }
});

test("get: a mirror that is no address is refused at once", async () => {
  const refused = data("get", "ravdess", "--url", "foo");
  await expect(refused).rejects.toMatchObject({ code: "invalid-argument" });
});

test("get: names that cannot be downloaded", async () => {
  await expect(data("get", "iemocap")).rejects.toMatchObject({ code: "not-found" });
  await expect(data("get", "ravdess-sample")).rejects.toMatchObject({ code: "invalid-argument" });
});
