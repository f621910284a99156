import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Explanation } from "../explanation/explanation.ts";
import { affekt, type Outcome } from "./command-line.fixture.ts";
import { corpus, putFiles } from "./recordings.fixture.ts";

const SPEECH = fileURLToPath(new URL("../../samples/speech.wav", import.meta.url));

let folder: string;
let recordings: string;
let tone: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-explain-"));
  const files = corpus([1, 2, 3], 3);
  recordings = await putFiles(join(folder, "recordings"), files);
  tone = join(recordings, Object.keys(files)[0]!);
});

afterAll(() => rm(folder, { recursive: true }));

function run(...words: string[]): Promise<Outcome> {
  return affekt(words, join(folder, "cache"));
}

async function explain(...words: string[]): Promise<Explanation> {
  const { status, stdout, stderr } = await run("explain", ...words, "--json");
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return JSON.parse(stdout) as Explanation;
}

test.each([
  ["vectors", ["--set", "classic-180"], ["mfcc", "chroma", "mel"]],
  ["sequences", ["--model", "tcn", "--set", "frames", "--clip-seconds", "0.3"], undefined],
])("a model of %s", async (name, words, groups) => {
  const model = join(folder, `${name}.onnx`);
  await run("train", recordings, ...words, "--epochs", "40", "-o", model, "--jobs", "1");
  const found = await explain(model, tone);
  expect(found.emotion).toBe("neutral");
  expect(found.probabilities[0]).toEqual({
    emotion: "neutral",
    probability: found.probability,
  });
  expect(found.regions).toHaveLength(found.times.length * found.bands.length);
  for (const { probability, influence } of [...found.times, ...found.bands, ...found.regions]) {
    expect(Number.isFinite(influence)).toBe(true);
    if (influence > 1e-3) expect(probability).toBeLessThanOrEqual(found.probability);
  }
  const features = found.features.map((own) => own.features);
  if (groups === undefined) expect(features.length).toBeGreaterThan(1);
  else expect(features.sort()).toEqual(groups.sort());
  const other = await explain(model, tone, "--emotion", "calm");
  expect(other).toMatchObject({ emotion: "calm" });
  expect(other.probability).toBeLessThan(found.probability);
});

test("the default model, with a picture as SVG and as a page", async () => {
  const [svg, html] = [join(folder, "e.svg"), join(folder, "e.html")];
  const part = [SPEECH, "--from", "0.5", "--to", "1.5"];
  const { status, stdout } = await run("explain", ...part, "-o", html);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^\w+ [\d.]+ %; \w+ [\d.]+ %/);
  expect(stdout).toMatch(/^without +influence +probability$/m);
  expect(await readFile(html, "utf8")).toMatch(/<title>Why \w+\? speech\.wav<\/title>/);
  await run("explain", "default", ...part, "-o", svg);
  const picture = await readFile(svg, "utf8");
  expect(picture).toMatch(/^<svg[^]*speaks for \w+[^]*<\/svg>\s*$/);
  expect(picture).not.toMatch(/NaN|Infinity|undefined/);
});

test.each([
  [["--emotion", "hungry"], 2, "explain: the model knows angry,"],
  [["--from", "2", "--to", "1"], 2, "--to must be after --from, got 1 and 2"],
  [["-o", "x.png"], 2, "It must end in .html or .svg."],
  [[SPEECH], 2, "explain takes one recording at a time"],
])("refused: %j", async (words, status, message) => {
  const refused = await run("explain", SPEECH, ...words);
  expect(refused.stderr).toContain(message);
  expect(refused.status).toBe(status);
});
