import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM } from "../src/browser/chromium.fixture.ts";
import {
  type BuiltPage,
  buildPage,
  give,
  objections,
  startBrowser,
  untilDone,
  visit,
  visitReady,
} from "./page.fixture.ts";

const SPEECH = join(import.meta.dirname, "../samples/speech.wav");

let folder: string;
let site: BuiltPage;
let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  folder = mkdtempSync(join(tmpdir(), "affekt-axe-"));
  writeFileSync(join(folder, "broken.wav"), "this is no sound");
  site = await buildPage();
  browser = await startBrowser(SPEECH);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

/** Opens the panels below the results. */
async function openPanels(page: Page): Promise<void> {
  for (const panel of await page.locator(".panel > summary").all()) await panel.click();
}

const MODES = [
  ["en-GB", "light", 1280],
  ["en-GB", "dark", 390],
  ["de-DE", "light", 390],
  ["de-DE", "dark", 1280],
] as const;

describe.skipIf(CHROMIUM === undefined)("axe-core finds nothing", { timeout: 180_000 }, () => {
  test.each(MODES)("in %s, %s, %i pixels wide", async (locale, colorScheme, width) => {
    const options = { locale, colorScheme, viewport: { width, height: 900 } };
    const { page } = await visitReady(browser, site.url, options);
    const found: Record<string, readonly string[]> = {};
    const look = async (state: string): Promise<void> => {
      const problems = await objections(page);
      if (problems.length > 0) found[state] = problems;
    };
    await look("empty");
    await openPanels(page);
    await look("panels");
    await give(page, SPEECH, join(folder, "broken.wav"));
    await look("busy");
    await untilDone(page);
    await look("results");
    await page.locator(".choose").last().click();
    await look("error");
    await page.setInputFiles(".panel input[accept^='audio']", [SPEECH, SPEECH]);
    await page.locator(".panel .main").click();
    await page.locator(".panel .badge").first().waitFor();
    await look("calibrated");
    await page.locator(".choose").first().click();
    await page.locator(".why button").click();
    await page.locator(".influence").waitFor();
    await look("explained");
    await page.locator(".microphone").click();
    await page.locator(".live .emotion-label").waitFor();
    await look("listening");
    expect(found).toEqual({});
    // nothing is wider than the page
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    ).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  test("while it loads, and where it fails to", async () => {
    const { page } = await visit(browser, "about:blank");
    await page.route("**/*.onnx", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      await route.fulfill({ status: 404 });
    });
    await page.goto(site.url);
    await page.locator(".status.loading").waitFor();
    expect(await objections(page)).toEqual([]);
    await page.getByRole("alert").waitFor();
    expect(await objections(page)).toEqual([]);
    await page.context().close();
  });
});
