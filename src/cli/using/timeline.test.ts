import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, chromium } from "playwright";
import { encodeWav } from "../../audio/pcm/wav-write.ts";
import { CHROMIUM, chromiumLaunch } from "../../browser/chromium.fixture.ts";
import { speechSignal } from "../../features/speech.fixture.ts";
import { affekt, type Outcome } from "../command-line.fixture.ts";
import { corpus, putFiles } from "../recordings.fixture.ts";

let folder: string;
let model: string;
let talk: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-timeline-"));
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
  model = join(folder, "model.onnx");
  await run("train", recordings, "--set", "classic-180", "--epochs", "5", "-o", model);
  const samples = new Float32Array(6 * 22_050);
  samples.set(speechSignal(), 22_050);
  samples.set(speechSignal(), 4 * 22_050);
  talk = join(folder, "talk.wav");
  await writeFile(talk, encodeWav({ channels: [samples], sampleRate: 22_050 }));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function run(...words: string[]): Promise<Outcome> {
  return affekt(words, join(folder, "cache"));
}

const timeline = (...words: string[]): Promise<Outcome> =>
  run("predict", model, talk, "--timeline", ...words);

test("the format is that of the output's ending", async () => {
  const starts = {
    "t.json": /^\{"recording":"talk.wav","durationSeconds":6,"kind":"pauses"/,
    "t.csv": /^start,end,speaker,text,emotion,confidence,sure,/,
    "t.TextGrid": /^File type = "ooTextFile"/,
    "t.eaf": /^<\?xml version/,
    "t.txt": /^\d\.\d{6}\t/,
    "t.vtt": /^WEBVTT\n/,
    "t.srt": /^1\n00:00:0/,
    "t.html": /^<!doctype html>/,
  };
  for (const [name, start] of Object.entries(starts)) {
    const file = join(folder, name);
    // twice, as a file of the same kind may be replaced
    for (let i = 0; i < 2; i++) {
      expect(await timeline("-o", file)).toEqual({ status: 0, stdout: `${file}\n`, stderr: "" });
    }
    expect(await readFile(file, "utf8")).toMatch(start);
  }
});

test("segments of a file, smoothed, on standard output", async () => {
  const segments = join(folder, "speakers.rttm");
  await writeFile(segments, "SPEAKER talk 1 1.0 1.5 <NA> <NA> ann <NA> <NA>\n");
  const { status, stdout } = await timeline(
    "--segments",
    segments,
    "--format",
    "srt",
    "--smoothing-seconds",
    "2",
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/^1\n00:00:01,000 --> 00:00:02,500\nann \[/);
});

test("what does not go together is refused, and a file of another kind is not replaced", async () => {
  const refused = async (...words: string[]): Promise<string> => {
    const { status, stderr } = await run("predict", model, ...words);
    expect(status).toBe(2);
    return stderr;
  };
  expect(await refused(talk, "--format", "srt")).toContain("--format needs --timeline");
  expect(await refused(talk, talk, "--timeline")).toContain("takes one recording, got 2");
  expect(await refused(talk, "--timeline", "--hop", "1")).toContain("--hop needs --window");
  expect(await refused(talk, "--timeline", "-o", join(folder, "t.doc"))).toContain(
    "ends in none of",
  );
  expect(await refused(talk, "--timeline", "--format", "srt", "-o", talk)).toContain(
    "it is the input",
  );
  expect(await refused(talk, "--timeline", "--format", "srt", "-o", model)).toContain(
    "is not SubRip",
  );
  const missing = join(folder, "none.rttm");
  expect((await timeline("--segments", missing)).status).toBe(3);
  expect(existsSync(join(folder, "t.doc"))).toBe(false);
});

describe.skipIf(CHROMIUM === undefined)("the page in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch(chromiumLaunch());
  });
  afterAll(() => browser.close());

  test.each([1280, 390])(
    "at %i px: plays, follows, and is moved by mouse and keys",
    async (width) => {
      const file = join(folder, "page.html");
      await timeline("-o", file);
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const errors: string[] = [];
      page.on("pageerror", ({ message }) => errors.push(message));
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      await page.goto(`file://${file}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      const clock = page.locator("#clock");
      await page.keyboard.press("ArrowDown");
      expect(await page.locator("tbody tr.current").count()).toBe(1);
      await page.locator("tbody tr").last().click();
      expect(await clock.textContent()).toMatch(/^0:0[34]/);
      expect(await page.locator("#emotion").textContent()).not.toBe("nobody speaks");
      await page.keyboard.press("Home");
      expect(await clock.textContent()).toBe("0:00.0");
      expect(await page.locator("#emotion").textContent()).toBe("nobody speaks");
      await page.keyboard.press("End");
      expect(await clock.textContent()).toBe("0:06.0");
      await page.keyboard.press("Home");
      await page.locator(".transport button").click();
      await page.waitForFunction(() => document.querySelector("audio")!.currentTime > 0.1);
      await page.keyboard.press(" ");
      await page.waitForFunction(() => document.querySelector("audio")!.paused);
      await page.locator(".legend button").first().click();
      expect(await page.locator("tbody tr:visible").count()).toBeLessThan(2);
      expect(errors).toEqual([]);
      await page.close();
    },
  );

  test("without its recording, the page asks for the file", async () => {
    const file = join(folder, "alone.html");
    await timeline("-o", file);
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace(/src="data:[^"]*"/, 'src="gone.wav"'));
    const page = await browser.newPage();
    await page.goto(`file://${file}`);
    await page.locator(".missing input").setInputFiles(talk);
    await page.locator(".missing").waitFor({ state: "hidden" });
    expect(await page.locator(".transport button").isEnabled()).toBe(true);
    await page.close();
  });
});
