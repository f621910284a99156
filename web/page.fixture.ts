import { createServer, type Server } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import axe, { type AxeResults } from "axe-core";
import { Hono } from "hono";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { build } from "vite";
import { chromiumLaunch } from "../src/browser/chromium.fixture.ts";
import { webPageFiles } from "../src/node/web-page.ts";
import { serveWebPage } from "../src/server/routes/web-page.ts";
import type { ServerEnv } from "../src/server/server-env.ts";

/** The page as it is built from source, on a server of its own. */
export interface BuiltPage {
  /** The folder of the build. */
  readonly folder: string;
  readonly url: string;
  /** The bytes that went over the wire so far. */
  sentBytes(): number;
  close(): Promise<void>;
}

/** Builds the page and serves it as `affekt serve` does. */
export async function buildPage(): Promise<BuiltPage> {
  const folder = mkdtempSync(join(tmpdir(), "affekt-page-"));
  const outDir = join(folder, "web");
  await build({
    configFile: join(import.meta.dirname, "vite.config.ts"),
    logLevel: "warn",
    build: { outDir },
  });
  const app = new Hono<ServerEnv>();
  serveWebPage(app, webPageFiles(outDir));
  const server = createServer(getRequestListener(app.fetch));
  const sockets: Socket[] = [];
  server.on("connection", (socket) => sockets.push(socket));
  return {
    folder: outDir,
    url: await listen(server),
    sentBytes: () => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

/** Lets a server listen on a free port of this machine; returns its address. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Starts headless Chromium whose microphone plays a WAV file, over and over. */
export function startBrowser(microphone: string): Promise<Browser> {
  const { args = [], ...launch } = chromiumLaunch();
  return chromium.launch({
    ...launch,
    args: [...args, `--use-file-for-fake-audio-capture=${microphone}`],
  });
}

/** A visit to the page, and what was seen of it. */
export interface Visit {
  readonly page: Page;
  /** Errors of the console, of the page, and requests to other origins. */
  readonly faults: string[];
}

/** Opens the page in a context of its own, in English unless told otherwise, without waiting for its model. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const faults: string[] = [];
  const { origin } = new URL(url);
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  context.on("request", (request) => {
    const address = request.url();
    if (!address.startsWith(`${origin}/`) && !address.startsWith("blob:")) faults.push(address);
  });
  await page.goto(url);
  return { page, faults };
}

/** Opens the page and waits until its model answers. */
export async function visitReady(
  browser: Browser,
  url: string,
  options?: BrowserContextOptions,
): Promise<Visit> {
  const visited = await visit(browser, url, options);
  await visited.page.waitForSelector(".status.ready");
  return visited;
}

/** Gives files to the page as its button does. */
export async function give(page: Page, ...files: readonly string[]): Promise<void> {
  await page.setInputFiles(".drop input[type=file]", [...files]);
}

/** Waits until all recordings are analysed. */
export async function untilDone(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector(".working") === null &&
      document.querySelectorAll(".card").length > 0 &&
      [...document.querySelectorAll(".card")].every((card) =>
        ["done", "failed"].includes((card as HTMLElement).dataset["phase"]!),
      ),
  );
}

/** What axe-core objects to. */
export async function objections(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
