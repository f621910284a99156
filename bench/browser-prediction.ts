// How long the default model takes in headless Chromium for a clip of speech, on one thread and, in an isolated page, on two.
//
//   node bench/browser-prediction.ts CLIP
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { build } from "vite";
import { chromiumLaunch } from "../src/browser/chromium.fixture.ts";
import type { Times } from "./browser-prediction-page.ts";
import { printTable } from "./peer.ts";

const [clip] = process.argv.slice(2);
if (clip === undefined) throw new Error("give a recording");

const root = fileURLToPath(new URL("..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "affekt-bench-"));
const page = join(root, "bench/browser-prediction-page.ts");
writeFileSync(join(project, "index.html"), `<script type="module" src="${page}"></script>`);
await build({
  root: project,
  configFile: false,
  logLevel: "silent",
  worker: { format: "es" },
  build: { outDir: "site", rolldownOptions: { input: join(project, "index.html") } },
});

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};
const server = createServer((request, response) => {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  const file =
    path === "/clip.wav"
      ? clip
      : path.startsWith("/ort/")
        ? join(root, "node_modules/onnxruntime-web/dist", path.slice(5))
        : path.endsWith(".onnx")
          ? join(root, "models", path)
          : join(project, "site", path === "/" ? "index.html" : path);
  response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-embedder-policy", "require-corp");
  try {
    response.end(readFileSync(file));
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch(chromiumLaunch());
const rows: (string | number)[][] = [
  ["threads", "loading ms", "first clip", "clip", "encoder, 3.75 s"],
];
for (const threads of [1, 2]) {
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await tab.waitForFunction(() => "predict" in globalThis);
  const times = await tab.evaluate(
    (count) => (globalThis as unknown as { predict(n: number): Promise<Times> }).predict(count),
    threads,
  );
  if (!times.isolated) throw new Error("the page is not isolated");
  rows.push([String(threads), times.load, times.first, times.prediction, times.encoder]);
  await tab.close();
}
await browser.close();
server.close();
rmSync(project, { recursive: true });
printTable(rows);
