import { basename, dirname, join } from "node:path";
import { type Browser, chromium } from "playwright";
import { chromiumLaunch } from "../../src/browser/chromium.fixture.ts";
import type * as AffektInBrowser from "../../src/entries/browser.ts";
import { CHECKOUT, type PackedPackage } from "../../src/node/packed-package.fixture.ts";
import { serve, type Site } from "../environments/site.ts";
import { byEmotion, type Surface, type ToldPrediction } from "./surface.ts";

declare const affekt: typeof AffektInBrowser;

type HowOnPage = "file" | "microphone";

/** What predicts in Chromium, by the package's one file for browsers. */
export function pageSurfaces(packed: PackedPackage): readonly Surface[] {
  return [
    onPage(packed, "file", "browser page, a file"),
    onPage(packed, "microphone", "browser page, samples as they come"),
  ];
}

function onPage(packed: PackedPackage, how: HowOnPage, name: string): Surface {
  return {
    name,
    async predict(model, recordings) {
      const site = await serveFiles(packed, model, dirname(recordings[0]!.file));
      const browser = await chromium.launch(chromiumLaunch());
      try {
        const names = recordings.map(({ file }) => basename(file));
        return (await predictOnPage(browser, site, how, names)).map(byEmotion);
      } finally {
        await browser.close();
        site.close();
      }
    },
  };
}

function serveFiles({ installed }: PackedPackage, model: string, folder: string): Promise<Site> {
  const places = {
    "/recordings/": folder,
    "/model.onnx": model,
    "/own/models/": join(installed, "models"),
    "/own/": join(installed, "dist"),
    "/ort/": join(CHECKOUT, "node_modules/onnxruntime-web/dist"),
  };
  return serve(places, () => ({
    "/index.html": '<!doctype html><script type="module" src="page.js"></script>',
    "/page.js": 'import * as affekt from "/own/affekt.js"; globalThis.affekt = affekt;',
  }));
}

async function predictOnPage(
  browser: Browser,
  { origin }: Site,
  how: HowOnPage,
  names: readonly string[],
): Promise<ToldPrediction[]> {
  const page = await browser.newPage();
  await page.goto(`${origin}/index.html`);
  await page.waitForFunction(() => "affekt" in globalThis);
  return page.evaluate(
    async ({ how, names }) => {
      affekt.webRuntime({ wasmPaths: "/ort/" });
      affekt.setModelFiles({ encoder: "/own/models/encoder.onnx" });
      const model = await affekt.loadModel("/model.onnx");
      const found: ToldPrediction[] = [];
      for (const name of names) {
        const bytes = new Uint8Array(await (await fetch(`/recordings/${name}`)).arrayBuffer());
        if (how === "file") {
          found.push(await model.predictAudio(bytes));
          continue;
        }
        const { channels, sampleRate } = await affekt.decodeAudio(bytes);
        const source = {
          sampleRate,
          // oxlint-disable-next-line require-await
          async *[Symbol.asyncIterator]() {
            for (let at = 0; at < channels[0]!.length; at += 1024) {
              yield channels[0]!.slice(at, at + 1024);
            }
          },
        };
        const options = { windowSeconds: 3, hopSeconds: 3, minSpeech: 0, utterances: false };
        for await (const event of model.listen(source, options)) {
          if ("probabilities" in event) found.push(event);
          break;
        }
      }
      return found;
    },
    { how, names },
  );
}
