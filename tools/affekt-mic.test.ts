import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decodeAudio } from "../src/audio/decode.ts";
import { encodeWav } from "../src/audio/pcm/wav-write.ts";
import { CHROMIUM, chromiumLaunch } from "../src/browser/chromium.fixture.ts";
import type { AffektMic } from "../src/entries/mic.ts";
import { CHECKOUT, packPackage, type PackedPackage } from "../src/node/packed-package.fixture.ts";
import { openSources } from "../src/node/sources/sources.ts";
import { serve, type Site } from "./environments/site.ts";

const LABELS = ["angry", "boredom", "disgust", "fearful", "happy", "neutral", "sad"];
const GERMAN = [
  "wütend",
  "gelangweilt",
  "angewidert",
  "ängstlich",
  "fröhlich",
  "neutral",
  "traurig",
];

describe.skipIf(CHROMIUM === undefined)("<affekt-mic> by one address", () => {
  let packed: PackedPackage;
  let folder: string;
  let site: Site;
  let browser: Browser;
  let page: Page;
  let refused: string[];
  let origins: Set<string>;

  beforeAll(async () => {
    packed = packPackage();
    folder = mkdtempSync(join(tmpdir(), "affekt-mic-"));
    await using sources = await openSources(["ravdess-sample"]);
    const { channels, sampleRate } = await decodeAudio(await sources.recordings[0]!.read());
    writeFileSync(join(folder, "voice.wav"), encodeWav({ channels, sampleRate }));
    const places = {
      [`/npm/affekt@${versionOf("")}/`]: packed.installed,
      [`/npm/onnxruntime-web@${versionOf("node_modules/onnxruntime-web")}/`]: join(
        CHECKOUT,
        "node_modules/onnxruntime-web",
      ),
    };
    site = await serve(places, (cdn) => {
      const dist = `${cdn}/npm/affekt@${versionOf("")}/dist`;
      const script = `<script type="module" src="${dist}/affekt.js"></script>`;
      const element = `<affekt-mic worklet="${dist}/microphone-worklet.js"></affekt-mic>`;
      return {
        "/en.html": `<!doctype html><html lang="en">${script}${element}`,
        "/de.html": `<!doctype html><html lang="de-AT">${script}${element}`,
        "/wrong.html": `<!doctype html><html lang="en">${script}<affekt-mic src="/gone.onnx" worklet="${dist}/microphone-worklet.js"></affekt-mic>`,
      };
    });
    const { args = [], ...launch } = chromiumLaunch();
    const voice = `--use-file-for-fake-audio-capture=${join(folder, "voice.wav")}`;
    browser = await chromium.launch({ ...launch, args: [...args, voice] });
  });

  afterAll(async () => {
    await browser.close();
    site.close();
    packed.remove();
    rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    page = await browser.newPage();
    refused = [];
    origins = new Set();
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) refused.push(message.text());
    });
    page.on("request", (request) => origins.add(new URL(request.url()).origin));
  });

  afterEach(() => page.close());

  /** Nothing was refused by the policy, and nothing was asked of another origin. */
  function expectStrict(): void {
    expect(refused).toEqual([]);
    // a script's own addresses, such as those of blobs, have the origin "null"
    const known = [site.origin, site.otherOrigin, "null"];
    expect([...origins].filter((one) => !known.includes(one))).toEqual([]);
  }

  async function open(name: string): Promise<void> {
    await page.goto(`${site.origin}/${name}.html`);
    await page.waitForFunction(() => customElements.get("affekt-mic") !== undefined);
  }

  /** The details of the element's next event of a kind, for which `wanted` holds. */
  function next(kind: string, state?: string): Promise<Record<string, unknown>> {
    return page.locator("affekt-mic").evaluate(
      (element, [kind, state]) =>
        new Promise<Record<string, unknown>>((resolve) => {
          element.addEventListener(kind, ({ detail }: CustomEventInit<object>) => {
            const { message } = detail as { readonly message?: string };
            const told = message === undefined ? { ...detail } : { ...detail, message };
            if (state === undefined || (told as { state?: string }).state === state) resolve(told);
          });
        }),
      [kind, state] as const,
    );
  }

  test("a click listens to a voice under a strict policy, with the model that ships", async () => {
    await open("en");
    expect(await page.locator("affekt-mic").ariaSnapshot()).toBe(
      '- button "Listen"\n- status\n- list "Probabilities"',
    );
    const heard = next("prediction", "speech");
    await page.getByRole("button", { name: "Listen" }).click();
    const { probabilities, smoothed, startSeconds } = (await heard) as {
      readonly probabilities: readonly { readonly emotion: string; readonly probability: number }[];
      readonly smoothed: { readonly emotion: string };
      readonly startSeconds: number;
    };
    expect(startSeconds).toBeGreaterThanOrEqual(0);
    expect(probabilities.map(({ emotion }) => emotion).sort()).toEqual(LABELS);
    expect(probabilities.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 4);
    expect(LABELS).toContain(smoothed.emotion);
    const stop = page.getByRole("button", { name: "Stop", pressed: true });
    await expect.poll(() => page.getByRole("meter").count()).toBe(LABELS.length);
    await stop.click();
    await page.getByRole("button", { name: "Listen", pressed: false }).waitFor();
    expect(await page.locator("affekt-mic").evaluate((mic: AffektMic) => mic.state)).toBe("off");
    expect(await page.getByRole("meter").count()).toBe(0);
    expectStrict();
  });

  test("in German by the page's language, and by the keyboard", async () => {
    await open("de");
    await page.getByRole("button", { name: "Zuhören" }).focus();
    const heard = next("prediction", "speech");
    await page.keyboard.press("Enter");
    await heard;
    await expect.poll(() => page.getByRole("status").textContent()).toBeOneOf(GERMAN);
    await page.locator("affekt-mic").evaluate((mic) => mic.setAttribute("lang", "en"));
    await page.getByRole("button", { name: "Stop" }).waitFor();
    await page.locator("affekt-mic").evaluate((mic) => mic.remove());
    expectStrict();
  });

  test("a model that is not there is said, and the button can be pressed again", async () => {
    await open("wrong");
    const failed = next("error");
    await page.getByRole("button", { name: "Listen" }).click();
    expect(await failed).toMatchObject({ code: "not-found" });
    expect(await page.getByRole("status").textContent()).toContain("gone.onnx");
    await page.getByRole("button", { name: "Listen" }).waitFor();
  });
});

function versionOf(folder: string): string {
  const text = readFileSync(join(CHECKOUT, folder, "package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
