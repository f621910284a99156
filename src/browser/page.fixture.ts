import { createReadStream, existsSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { build } from "vite";
import { examplesOf } from "../node/guide.fixture.ts";
import { CHECKOUT, type PackedPackage } from "../node/packed-package.fixture.ts";
import { chromiumLaunch } from "./chromium.fixture.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * Bundles a page that puts all of `affekt` on `globalThis`, and the examples of the guide as `guide.html`, `listening.html` and `training.html`, into the
 * folder `site`; returns the paths of the bundled modules.
 */
export async function bundlePages({ project }: PackedPackage): Promise<string[]> {
  const examples = examplesOf("browser.md");
  const codeOf = (wanted: string): string => examples.find(({ kind }) => kind === wanted)!.code;
  const files = {
    "index.html": '<script type="module" src="all.js"></script>',
    "all.js":
      'import * as affekt from "affekt/browser"; import * as features from "affekt/features"; globalThis.affekt = { ...affekt, ...features };',
    "guide.html": codeOf("html"),
    "page.js": codeOf("js browser"),
    "listening.html": codeOf("html listening"),
    "training.html": codeOf("html training"),
    "training-page.js": codeOf("js training page"),
    "training-worker.js": codeOf("js training worker"),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  const pages = ["index.html", "guide.html", "listening.html", "training.html"];
  const result = await build({
    root: project,
    configFile: false,
    logLevel: "warn",
    worker: { format: "es" },
    build: {
      outDir: "site",
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: pages.map((page) => join(project, page)) },
    },
  });
  if (!("output" in result)) throw new Error("vite built something else than one bundle");
  return result.output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
}

/** A web server of a site's files, of what is in `contents`, and of ONNX Runtime's own under `/ort/`. */
export interface Site {
  readonly url: string;
  /** The paths that were asked for. */
  readonly requests: string[];
  /** Whether the server refuses to give ONNX Runtime's module. */
  refusesWasm: boolean;
  close(): Promise<void>;
}

/** Serves a bundled page on a free port of this machine. */
export async function serveSite(
  { project }: Pick<PackedPackage, "project">,
  contents: Readonly<Record<string, Uint8Array>>,
): Promise<Site> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    requests.push(path);
    if (site.refusesWasm && path.endsWith(".wasm")) {
      response.writeHead(503).end();
      return;
    }
    const content = contents[path];
    if (content !== undefined) {
      response.end(content);
      return;
    }
    const file = path.startsWith("/ort/")
      ? join(CHECKOUT, "node_modules/onnxruntime-web/dist", path.slice(5))
      : join(project, "site", path === "/" ? "index.html" : path);
    if (existsSync(file)) {
      response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
      createReadStream(file).pipe(response);
    } else response.writeHead(404).end();
  });
  const port = await listen(server);
  const site: Site = {
    url: `http://127.0.0.1:${port}/`,
    requests,
    refusesWasm: false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return site;
}

/** Starts headless Chromium. */
export function startChromium(): Promise<Browser> {
  return chromium.launch(chromiumLaunch());
}

/** A fresh page of a site, with the library loaded. */
export async function openPage(browser: Browser, { url }: Site): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => "affekt" in globalThis);
  return page;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
