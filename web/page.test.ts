import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { decodeAudio } from "../src/audio/decode.ts";
import { encodeWav } from "../src/audio/pcm/wav-write.ts";
import { CHROMIUM } from "../src/browser/chromium.fixture.ts";
import { affekt } from "../src/cli/command-line.fixture.ts";
import { clip, corpus, putFiles, silence } from "../src/cli/recordings.fixture.ts";
import { Random } from "../src/math/statistics/random.ts";
import { loadModel } from "../src/node/load-model.ts";
import { HAS_AVX512 } from "../src/node/processor.fixture.ts";
import { writeWebPage } from "../src/node/web-page.ts";
import { copySample } from "../src/node/sample-clips.fixture.ts";
import type { WindowPrediction } from "../src/prediction/prediction.ts";
import {
  type BuiltPage,
  buildPage,
  give,
  listen,
  startBrowser,
  untilDone,
  type Visit,
  visit,
  visitReady,
} from "./page.fixture.ts";

/** The most that a first visit may take over the wire, in bytes. */
const FIRST_LOAD = 12_000_000;

let folder: string;
let clips: string[];
let site: BuiltPage;
let browser: Browser;
let open: Visit[] = [];

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  folder = mkdtempSync(join(tmpdir(), "affekt-page-test-"));
  await copySample(join(folder, "sample"), ({ path }) => /-01-01-0[12]\.opus$/.test(path));
  clips = readdirSync(join(folder, "sample"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".opus"))
    .sort()
    .map((path) => join(folder, "sample", path));
  const microphone = join(folder, "microphone.wav");
  writeFileSync(microphone, encodeWav(await decodeAudio(readFileSync(clips[4]!))));
  writeFileSync(join(folder, "silence.wav"), silence(2));
  const random = new Random(1);
  const noise = Float32Array.from({ length: 32_000 }, () => 0.2 * (random.uniform() - 0.5));
  writeFileSync(join(folder, "noise.wav"), encodeWav({ channels: [noise], sampleRate: 16_000 }));
  writeFileSync(join(folder, "broken.wav"), "this is no sound");
  const recordings = await putFiles(join(folder, "tones"), corpus([1, 2, 3], 3));
  const words = ["train", recordings, "--set", "classic-180", "--epochs", "20"];
  await affekt([...words, "-o", join(folder, "tones.onnx")], join(folder, "cache"));
  writeFileSync(join(folder, "tone.wav"), clip(1, 4, 1, 1.5));
  site = await buildPage();
  browser = await startBrowser(microphone);
}, 120_000);

afterEach(async () => {
  for (const { page } of open) await page.context().close();
  open = [];
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

/** Drops a file on the page. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    ({ bytes, name }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], name));
      document.body.dispatchEvent(
        new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
      );
    },
    { name, bytes: [...bytes] },
  );
}

/** A visit whose page is closed after the test. */
async function ready(
  ...options: Parameters<typeof visitReady> extends [Browser, string, ...infer Rest] ? Rest : never
): Promise<Visit> {
  const visited = await visitReady(browser, site.url, ...options);
  open.push(visited);
  return visited;
}

/** The content of the file that a button downloads. */
async function downloaded(page: Page, button: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

/** Waits until the page works offline. */
async function offline(page: Page): Promise<void> {
  const state = () => page.evaluate(() => navigator.serviceWorker.controller?.state);
  await expect.poll(state, { timeout: 20_000 }).toBe("activated");
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/** An AU file of 16 bits, which browsers do not play. */
function auFile(samples: Float32Array, sampleRate: number): Uint8Array {
  const bytes = new Uint8Array(24 + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  [0x2e736e64, 24, 2 * samples.length, 3, sampleRate, 1].forEach((value, i) =>
    view.setUint32(4 * i, value),
  );
  for (const [i, sample] of samples.entries())
    view.setInt16(24 + 2 * i, Math.round(32_767 * sample));
  return bytes;
}

function hasFfmpeg(): boolean {
  return spawnSync("ffmpeg", ["-version"]).status === 0;
}

interface Answers {
  readonly predictions: readonly (WindowPrediction & { readonly file: string })[];
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
}

async function answers(page: Page): Promise<Answers> {
  const { text } = await downloaded(page, "For all recordings: JSON");
  return JSON.parse(text) as Answers;
}

/** How far probabilities are apart: the mean over all, and the largest. */
function differences(
  some: readonly WindowPrediction[],
  others: readonly WindowPrediction[],
): { readonly mean: number; readonly largest: number } {
  const apart = some.flatMap(({ probabilities }, i) =>
    probabilities.map(({ emotion, probability }) => {
      const other = others[i]!.probabilities.find((one) => one.emotion === emotion)!;
      return Math.abs(probability - other.probability);
    }),
  );
  return {
    mean: apart.reduce((sum, one) => sum + one, 0) / apart.length,
    largest: Math.max(...apart),
  };
}

describe.skipIf(CHROMIUM === undefined)("the page", { timeout: 180_000 }, () => {
  test("loads within its budget, from its own server only, and answers as Node does", async () => {
    const { page, faults } = await ready();
    await offline(page);
    const bytes = site.sentBytes();
    expect(bytes).toBeGreaterThan(9_000_000);
    expect(bytes).toBeLessThan(FIRST_LOAD);
    await give(page, ...clips.slice(0, 8));
    await untilDone(page);
    const { predictions, failed } = await answers(page);
    expect(failed).toEqual([]);
    await using model = await loadModel();
    const expected = await Promise.all(clips.slice(0, 8).map((file) => model.predictFile(file)));
    const windows = expected.flatMap(({ windows }) => windows);
    expect(predictions.map(({ emotion }) => emotion)).toEqual(
      windows.map(({ emotion }) => emotion),
    );
    const { mean, largest } = differences(predictions, windows);
    // 0.006 on an AMD EPYC without AVX-512
    expect(mean).toBeLessThanOrEqual(HAS_AVX512 ? 0.003 : 0.01);
    expect(largest).toBeLessThanOrEqual(0.05);
    expect(faults).toEqual([]);
  });

  test("takes a model of the user's own, with the same numbers as Node", async () => {
    const { page, faults } = await ready();
    await give(page, join(folder, "tone.wav"), join(folder, "tones.onnx"));
    await page.getByText("your model tones.onnx").waitFor();
    await untilDone(page);
    const { predictions } = await answers(page);
    await using model = await loadModel(join(folder, "tones.onnx"));
    const { windows } = await model.predictFile(join(folder, "tone.wav"));
    expect(differences(predictions, windows).largest).toBeLessThan(1e-5);
    await page.getByText("This model cannot be calibrated.").waitFor({ state: "attached" });
    await page.setInputFiles('input[accept=".onnx"]', join(folder, "broken.wav"));
    await page.getByText("The file cannot be read").waitFor();
    await page.getByRole("button", { name: "Back to the model that ships" }).click();
    await page.getByText("the model that ships with Affekt").waitFor();
    expect(faults).toEqual([]);
  });

  test("says where nobody speaks, and what cannot be read", async () => {
    const { page, faults } = await ready();
    const names = ["silence.wav", "noise.wav", "broken.wav"];
    await give(page, ...names.map((name) => join(folder, name)));
    await untilDone(page);
    const shown = await page.locator(".card .answer").allTextContents();
    expect(shown).toEqual(["silence", "no speech", "failed"]);
    await page.getByRole("button", { name: "broken.wav", exact: false }).first().click();
    expect(await page.getByRole("alert").textContent()).toContain("The file cannot be read");
    await page.locator(".choose", { hasText: "silence.wav" }).click();
    await page.getByText("The recording is silent.").waitFor();
    const { predictions, failed } = await answers(page);
    expect(predictions).toEqual([]);
    expect(failed.map(({ path }) => path)).toEqual(names);
    expect(faults).toEqual([]);
  });

  test("answers while somebody speaks, keeps the recording and plays it", async () => {
    const { page, faults } = await ready();
    await page.getByRole("button", { name: "Speak" }).click();
    await page.locator(".live .emotion .emotion-label").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await untilDone(page);
    expect(await page.locator(".card .name").allTextContents()).toEqual(["Spoken 1.wav"]);
    await page.locator(".answers .emotion-label").first().waitFor();
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await page.waitForFunction(
      () => Number(document.querySelector("[role=slider]")?.getAttribute("aria-valuenow")) > 0.2,
    );
    await page.getByRole("button", { name: "Pause" }).click();
    expect(faults).toEqual([]);
  });

  test("recordings that come while somebody speaks wait, and the model stays", async () => {
    const { page, faults } = await ready();
    await page.getByRole("button", { name: "Speak" }).click();
    await page.locator(".live .emotion .emotion-label").waitFor();
    await drop(page, "given.wav", readFileSync(join(folder, "noise.wav")));
    await page.getByText("Until you stop, other recordings wait").waitFor();
    expect(await page.getAttribute(".card", "data-phase")).toBe("waiting");
    await drop(page, "tones.onnx", readFileSync(join(folder, "tones.onnx")));
    await page.getByText("while the microphone is open").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Stop" }).click();
    await untilDone(page);
    expect(await page.locator(".card .name").allTextContents()).toEqual([
      "given.wav",
      "Spoken 1.wav",
    ]);
    expect(faults).toEqual([]);
  });

  test("loads the model again where its worker has died", async () => {
    const { page } = await ready();
    await page.workers()[0]!.evaluate(() => {
      setTimeout(() => {
        throw new Error("out of memory");
      });
    });
    await page.getByText("out of memory").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.waitForSelector(".status.ready");
    await give(page, clips[1]!);
    await untilDone(page);
    expect(await page.getAttribute(".card", "data-phase")).toBe("done");
  });

  test("saves results in all formats", async () => {
    const { page } = await ready();
    await give(page, clips[0]!);
    await untilDone(page);
    const formats = {
      CSV: /^start,end,speaker/,
      "Praat TextGrid": /ooTextFile/,
      ELAN: /ANNOTATION_DOCUMENT/,
      "Audacity labels": /^[\d.]+\t/,
      WebVTT: /^WEBVTT/,
      "WebVTT metadata": /^WEBVTT/,
      SRT: /^1\r?\n00:00/,
      "Page with player": /<!doctype html>/i,
      JSON: /^\{"recording"/,
    };
    for (const [button, form] of Object.entries(formats)) {
      expect((await downloaded(page, button)).text, button).toMatch(form);
    }
    const { text, name } = await downloaded(page, "For all recordings: CSV");
    expect(name).toBe("affekt.csv");
    expect(text.split("\n")[0]).toMatch(/^file,emotion,angry,.*,sure$/);
  });

  test("calibrates to a voice, and forgets it", async () => {
    const { page, faults } = await ready();
    const own = clips.filter((path) => path.includes("Actor_01")).slice(0, 6);
    await give(page, own[0]!);
    await untilDone(page);
    const [before] = (await answers(page)).predictions;
    await page.getByText("Calibrate to my voice").click();
    await page.setInputFiles(".panel input[accept^='audio']", own.slice(1));
    await page.getByRole("button", { name: "Calibrate with 5 clips" }).click();
    await page.getByText("Calibrated to your voice, 5 clips").waitFor();
    await untilDone(page);
    const [adapted] = (await answers(page)).predictions;
    await using model = await loadModel();
    const bytes = own.slice(1).map((file) => readFileSync(file));
    await using forSpeaker = await model.adaptTo(await model.calibrate(bytes));
    const expected = await forSpeaker.predictFile(own[0]!);
    expect(differences([adapted!], expected.windows).largest).toBeLessThan(0.05);
    expect(differences([before!], [adapted!]).largest).toBeGreaterThan(1e-4);

    // labelled: all or none
    await page.locator(".clips select").first().selectOption("neutral");
    expect(await page.getByRole("button", { name: /Calibrate with/ }).isDisabled()).toBe(true);
    for (const select of await page.locator(".clips select").all()) {
      await select.selectOption("neutral");
    }
    await page.getByRole("button", { name: "Calibrate with 5 clips" }).click();
    await page.waitForFunction(() => document.querySelector(".working") !== null);
    await untilDone(page);
    await page.getByLabel("Remember on this device").check();
    const kept = () => page.evaluate(() => Object.keys(localStorage));
    expect(await kept()).toContain("affekt-voice");
    await page.reload();
    await page.getByText("Calibrated to your voice, 5 clips").waitFor();
    // a model that knows nothing of the voice does not hide that it is kept
    await page.setInputFiles("input[accept='.onnx']", join(folder, "tones.onnx"));
    await page.getByText("Calibrated to your voice").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Forget my voice" }).click();
    await page.getByRole("button", { name: "Forget my voice" }).waitFor({ state: "detached" });
    expect(await kept()).not.toContain("affekt-voice");
    // nor does a damaged entry stop the page
    await page.evaluate(() => localStorage.setItem("affekt-voice", "{"));
    await page.reload();
    await page.waitForSelector(".status.ready");
    await page.waitForFunction(() => localStorage.getItem("affekt-voice") === null);
    expect(faults).toEqual([]);
  });

  test("works without a network, and by the keyboard, in German", async () => {
    const { page, faults } = await ready({ locale: "de-DE" });
    expect(await page.getAttribute("html", "lang")).toBe("de");
    await offline(page);
    await page.context().setOffline(true);
    await page.reload();
    await page.waitForSelector(".status.ready");
    await give(page, clips[1]!);
    await untilDone(page);
    await page.locator("[role=slider]").focus();
    await page.keyboard.press("End");
    const at = () => page.getAttribute("[role=slider]", "aria-valuenow");
    expect(await at()).toBe(await page.getAttribute("[role=slider]", "aria-valuemax"));
    await page.keyboard.press("Home");
    expect(await at()).toBe("0");
    await page.getByRole("button", { name: "English" }).click();
    expect(await page.getAttribute("html", "lang")).toBe("en");
    expect(faults).toEqual([]);
  });

  test("takes what is dropped, and plays what the browser has no decoder for", async () => {
    const { page, faults } = await ready();
    const { channels, sampleRate } = await decodeAudio(readFileSync(clips[0]!));
    await drop(page, "hello.au", auFile(channels[0]!, sampleRate));
    await untilDone(page);
    expect(await page.locator(".card .name").textContent()).toBe("hello.au");
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await page.waitForFunction(
      () => Number(document.querySelector("[role=slider]")?.getAttribute("aria-valuenow")) > 0.2,
    );
    expect(faults.filter((fault) => !fault.startsWith("blob:"))).toEqual([]);
  });

  test.skipIf(!hasFfmpeg())("lets the browser decode WebM (made by ffmpeg)", async () => {
    const webm = join(folder, "hello.webm");
    execFileSync("ffmpeg", ["-loglevel", "error", "-i", clips[0]!, "-c:a", "libopus", webm]);
    const { page, faults } = await ready();
    await give(page, webm, clips[0]!);
    await untilDone(page);
    const { predictions } = await answers(page);
    expect(predictions.map(({ emotion }) => emotion)).toHaveLength(2);
    expect(predictions[0]!.emotion).toBe(predictions[1]!.emotion);
    expect(faults).toEqual([]);
  });

  test("explains an answer", async () => {
    const { page, faults } = await ready();
    await give(page, join(import.meta.dirname, "../samples/speech.wav"));
    await untilDone(page);
    await page.getByRole("button", { name: "Find out" }).click();
    await page.locator(".influence").waitFor();
    await page.getByText(/^(?:Most speaks|No single stretch)/).waitFor();
    await using model = await loadModel();
    const { emotion } = await model.predictFile(join(import.meta.dirname, "../samples/speech.wav"));
    expect(await page.locator(".why .quiet").textContent()).toContain(`speaks for ${emotion}`);
    expect(faults).toEqual([]);
  });

  test("works as static files below any path, without headers", async () => {
    const copied = join(folder, "static");
    expect(await writeWebPage(join(copied, "some/where"), site.folder)).toBeGreaterThan(10);
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url!, "http://localhost");
      const file = join(copied, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
      const type = TYPES[extname(file)];
      if (type !== undefined) response.setHeader("content-type", type);
      response.end(existsSync(file) ? readFileSync(file) : undefined);
    });
    const visited = await visitReady(browser, `${await listen(server)}some/where/`);
    open.push(visited);
    const { page, faults } = visited;
    await give(page, clips[2]!);
    await untilDone(page);
    const policy = "http-equiv=Content-Security-Policy";
    expect(await page.locator(`meta[${policy}]`).getAttribute("content")).toContain(
      "default-src 'none'",
    );
    // a script in the page does not run
    const ran = page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.intruder = true";
      document.head.append(script);
      return "intruder" in globalThis;
    });
    expect(await ran).toBe(false);
    const [fault, ...others] = faults;
    expect(fault).toMatch(/Content Security Policy/);
    expect(others).toEqual([]);
    server.closeAllConnections();
    server.close();
  });

  test("tells that the model does not load, and tries again", async () => {
    const visited = await visit(browser, "about:blank");
    open.push(visited);
    const { page } = visited;
    await page.route("**/*.onnx", (route) => route.fulfill({ status: 503 }));
    await page.goto(site.url);
    await page.getByText("The model did not load.").waitFor();
    await page.unroute("**/*.onnx");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.waitForSelector(".status.ready");
    expect(await page.getByRole("alert").count()).toBe(0);
  });
});
