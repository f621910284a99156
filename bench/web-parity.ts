// How far the web page's answers are from Node's, for clips of a folder: the share with the same emotion, the mean and largest difference of probabilities.
// Usage: node bench/web-parity.ts --data DIR [--clips 200]
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadModel } from "../src/node/load-model.ts";
import type { WindowPrediction } from "../src/prediction/prediction.ts";
import { buildPage, give, startBrowser, untilDone, visitReady } from "../web/page.fixture.ts";

const { values } = parseArgs({
  options: { data: { type: "string" }, clips: { type: "string", default: "200" } },
});
const all = globSync("**/*.{wav,flac,opus}", { cwd: values.data! }).sort();
const every = Math.max(1, Math.floor(all.length / Number(values.clips)));
const files = all.filter((_, i) => i % every === 0).map((path) => join(values.data!, path));
const site = await buildPage();
const browser = await startBrowser(files[0]!);
await using model = await loadModel();

/** The page's answers by file name; a browser has each file once. */
const answers = new Map<string, WindowPrediction>();
try {
  const { page } = await visitReady(browser, site.url);
  page.setDefaultTimeout(0);
  await give(page, ...files);
  await untilDone(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "For all recordings: JSON" }).click(),
  ]);
  const { predictions } = JSON.parse(readFileSync(await download.path(), "utf8")) as {
    readonly predictions: readonly (WindowPrediction & { readonly file: string })[];
  };
  for (const prediction of predictions) answers.set(prediction.file, prediction);
} finally {
  await browser.close();
  await site.close();
}

let same = 0;
const differences: number[] = [];
for (const file of files) {
  const page = answers.get(file.replace(/^.*\//, ""));
  const node = await model.predictFile(file).catch(() => undefined);
  if ((page === undefined) !== (node === undefined)) console.log(`${file}: only one answers`);
  if (page === undefined || node === undefined) continue;
  if (page.emotion === node.emotion) same++;
  const of = new Map(node.probabilities.map((one) => [one.emotion, one.probability]));
  for (const { emotion, probability } of page.probabilities) {
    differences.push(Math.abs(probability - of.get(emotion)!));
  }
}
const count = differences.length / model.labels.length;
const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
console.log(
  `${count} clips: same emotion ${((100 * same) / count).toFixed(1)} %, mean difference ${mean.toFixed(5)}, largest ${Math.max(...differences).toFixed(4)}`,
);
