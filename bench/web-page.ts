// How fast the web page is in Chromium: its first load (time and bytes over the wire), and the time from the drop of a recording to its answer.
// Usage: node bench/web-page.ts --audio FILE [--runs 20] [--loads 3]
import { parseArgs } from "node:util";
import type { Page } from "playwright";
import { buildPage, startBrowser, visitReady } from "../web/page.fixture.ts";

const { values } = parseArgs({
  options: {
    audio: { type: "string" },
    runs: { type: "string", default: "20" },
    loads: { type: "string", default: "3" },
  },
});
const audio = values.audio!;
const site = await buildPage();
const browser = await startBrowser(audio);

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

/** Milliseconds from the drop to the frame that shows the answer. */
async function timeOfAnswer(page: Page): Promise<number> {
  await page.evaluate(() => {
    const marks = globalThis as unknown as { answered: Promise<number> };
    marks.answered = new Promise((resolve) => {
      let start = 0;
      addEventListener("change", () => (start = performance.now()), { capture: true, once: true });
      const observer = new MutationObserver(() => {
        if (start === 0 || document.querySelector(".answers .emotion") === null) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - start));
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
  });
  await page.setInputFiles(".drop input[type=file]", audio);
  const milliseconds = await page.evaluate(
    () => (globalThis as unknown as { answered: Promise<number> }).answered,
  );
  await page.waitForSelector(".spectrogram");
  await page.click(".card .remove");
  await page.waitForSelector(".results .empty");
  return milliseconds;
}

try {
  const loads: number[] = [];
  let bytes = 0;
  for (let i = 0; i < Number(values.loads); i++) {
    const before = site.sentBytes();
    const start = performance.now();
    const { page } = await visitReady(browser, site.url);
    loads.push(performance.now() - start);
    bytes = site.sentBytes() - before;
    await page.context().close();
  }
  const { page } = await visitReady(browser, site.url);
  await timeOfAnswer(page); // decoders are loaded when they are first needed
  const answers: number[] = [];
  for (let i = 0; i < Number(values.runs); i++) answers.push(await timeOfAnswer(page));
  console.log(
    `first load ${(bytes / 1e6).toFixed(2)} MB, ${Math.round(median(loads))} ms until it answers (median of ${loads.length})`,
  );
  console.log(
    `from drop to answer ${Math.round(median(answers))} ms (median of ${answers.length}; ${Math.round(Math.min(...answers))} to ${Math.round(Math.max(...answers))})`,
  );
} finally {
  await browser.close();
  await site.close();
}
