import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { encodeWav } from "../audio/pcm/wav-write.ts";
import { Random } from "../math/statistics/random.ts";
import { MAIN } from "./command-line.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "affekt-memory-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the peak of the process' resident memory, in kB, to standard error as it ends. */
const TELL_PEAK =
  'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))';

test("the memory of two workers does not grow with recordings of eight minutes", () => {
  const random = new Random(0);
  const samples = Float32Array.from({ length: 462 * 22_050 }, () => random.uniform() - 0.5);
  const wav = encodeWav({ channels: [samples], sampleRate: 22_050 });
  const files = ["a.wav", "b.wav"].map((name) => join(folder, name));
  for (const file of files) writeFileSync(file, wav);
  const words = ["features", ...files, "--set", "classic", "--jobs", "2", "--no-cache"];
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", TELL_PEAK, MAIN, ...words, "-o", join(folder, "out.npz")],
    { encoding: "utf8" },
  );
  expect(status).toBe(0);
  // 470 in the built program and 500 from its source, whose types Node strips; 1800 where kernels take a clip's whole spectrogram
  expect(Number(stderr.trimEnd().split("\n").at(-1)) / 1000).toBeLessThan(600);
});
