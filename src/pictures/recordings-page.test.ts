import { parseHTML } from "linkedom/worker";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, chromiumLaunch } from "../browser/chromium.fixture.ts";
import { speechSignal } from "../features/speech.fixture.ts";
import { syntheticSignal } from "../features/synthetic.fixture.ts";
import { pictured, textsOf } from "./pictured.fixture.ts";
import { recordingsPage } from "./recordings-page.ts";

const noise = syntheticSignal("noise", 22_050 * 150);
const recordings = [
  pictured("voice.wav", speechSignal(), { warnings: ["truncated: <half>"] }),
  pictured("a long name of a recording of noise, which does not fit a telephone.wav", noise),
];
const text = await recordingsPage(recordings);

describe("recordingsPage", () => {
  it("tells the facts and warnings of each recording", () => {
    expect(textsOf(text, "h1")).toEqual(["2 recordings"]);
    expect(textsOf(text, "h2")).toEqual(recordings.map(({ name }) => name));
    const words = textsOf(text, "section > p");
    expect(words[0]).toMatch(/^1\.50\u00a0s · 22050\u00a0Hz · mono · wav · peak/);
    expect(words[1]).toMatch(/^2:30\u00a0min ·/);
    expect(textsOf(text, ".warnings li")).toEqual(["truncated: <half>"]);
  });

  it("is called as its only recording", async () => {
    const single = await recordingsPage(recordings.slice(0, 1), { panels: ["energy"] });
    expect(textsOf(single, "title, h1")).toEqual(["voice.wav", "voice.wav"]);
    expect(textsOf(single, "h2")).toEqual([]);
  });

  it("asks for nothing, runs nothing, holds no sound", () => {
    expect(text).not.toMatch(/https?:|@import|url\(|<script|\son\w+=|data:audio/);
    const page = parseHTML(text).document;
    expect(page.querySelectorAll("script, img, link, iframe, object, audio")).toHaveLength(0);
    for (const image of page.querySelectorAll("image")) {
      expect(image.getAttribute("href")).toMatch(/^data:image\/png;base64,/);
    }
  });
});

describe.skipIf(CHROMIUM === undefined)("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch(chromiumLaunch());
  });
  afterAll(() => browser.close());

  it.each([390, 700, 1280])("at %i pixels no label overlaps another or is cut", async (width) => {
    const tab = await browser.newPage({ viewport: { width, height: 900 } });
    const requests: string[] = [];
    tab.on("request", (request) => requests.push(request.url()));
    await tab.setContent(text);
    const sizes = await tab.evaluate(() =>
      Promise.all(
        [...document.querySelectorAll("image")].map(async ({ href }) => {
          const image = new Image();
          image.src = href.baseVal;
          await image.decode();
          return [image.naturalWidth, image.naturalHeight];
        }),
      ),
    );
    expect(sizes).toHaveLength(2 * 2 * 4);
    for (const [columns, rows] of sizes) {
      expect(columns).toBeLessThanOrEqual(769);
      expect([128, 12, 256]).toContain(rows);
    }
    const found = await tab.evaluate(() => {
      const pictures = [...document.querySelectorAll("svg.recordings")].filter(
        (svg) => svg.getBoundingClientRect().width > 0,
      );
      const overlaps: string[] = [];
      for (const picture of pictures) {
        const frame = picture.getBoundingClientRect();
        const labels = [...picture.querySelectorAll("text")].map((label) => ({
          text: label.textContent,
          box: label.getBoundingClientRect(),
        }));
        for (const [i, { text, box }] of labels.entries()) {
          if (box.left < frame.left || box.right > frame.right + 1) overlaps.push(`${text} is cut`);
          for (const other of labels.slice(i + 1)) {
            // letters are lower than the line that they stand in
            const [apart, above] = [2, 4];
            const meets =
              box.left < other.box.right - apart &&
              other.box.left < box.right - apart &&
              box.top < other.box.bottom - above &&
              other.box.top < box.bottom - above;
            if (meets) overlaps.push(`${text} on ${other.text}`);
          }
        }
      }
      const texts = pictures.flatMap((picture) => [...picture.querySelectorAll("text")]);
      const sizes = texts.map((label) => label.getBoundingClientRect().height);
      const { scrollWidth } = document.documentElement;
      return { pictures: pictures.length, overlaps, scrollWidth, smallest: Math.min(...sizes) };
    });
    await tab.close();
    expect(found).toMatchObject({ pictures: 2, overlaps: [], scrollWidth: width });
    expect(found.smallest).toBeGreaterThan(9);
    expect(requests.filter((url) => !url.startsWith("data:"))).toEqual([]);
  });
});
