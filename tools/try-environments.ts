// Packs Affekt, installs the tarball as a user does, and tries it in the environments of docs/bundlers.md, with the examples. One line each: ok, FAILED or skipped.
// node tools/try-environments.ts [--only NAME]…
import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { type Browser, chromium, type Page } from "playwright";
import { decodeAudio } from "../src/audio/decode.ts";
import { encodeWav } from "../src/audio/pcm/wav-write.ts";
import { openSources } from "../src/node/sources/sources.ts";
import { CHROMIUM, chromiumLaunch, NO_CHROMIUM } from "../src/browser/chromium.fixture.ts";
import { Examples } from "./environments/examples.ts";
import { freePort } from "../src/node/queue/redis.fixture.ts";
import { serve, type Site } from "./environments/site.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TIMEOUT = 300_000;
const INSTALL_TIMEOUT = 600_000;
const folder = mkdtempSync(join(tmpdir(), "affekt-environments-"));
const tools = join(folder, "node_modules");
const environment = {
  ...process.env,
  AFFEKT_CACHE: join(folder, "cache"),
  NEXT_TELEMETRY_DISABLED: "1",
  NO_COLOR: "1",
  // its CPU libraries are in the package; the script only downloads those for GPUs
  ONNXRUNTIME_NODE_INSTALL: "skip",
};

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in the project's folder. The end of what it wrote is in the error where it fails. */
async function run(program: string, ...args: string[]): Promise<Output> {
  const timeout = program === "npm" ? INSTALL_TIMEOUT : TIMEOUT;
  const options = { cwd: folder, env: environment, timeout, maxBuffer: 1 << 26 };
  try {
    return await promisify(execFile)(program, args, options);
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & Partial<Output>;
    throw new Error((stderr + stdout).trim().slice(-2000) || message, { cause: error });
  }
}

/** Runs the command of an installed package. */
function tool(name: string, ...args: string[]): Promise<Output> {
  return run(process.execPath, join(tools, ".bin", name), ...args);
}

interface Probability {
  readonly emotion: string;
  readonly probability: number;
}

/** What a program or a page found. */
interface Answer {
  readonly probabilities?: readonly Probability[];
  readonly widths?: readonly number[];
  readonly learned?: readonly string[];
  readonly error?: string;
}

/** Throws unless the probabilities are those of Node, and each recording has the features of `classic`. */
function check({ probabilities = [], widths = [193], learned = ["high"], error }: Answer): void {
  const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Probability[];
  const isSame = expected.every(({ emotion, probability }, i) => {
    const found = probabilities[i];
    return found?.emotion === emotion && Math.abs(found.probability - probability) < 1e-3;
  });
  const isWhole = widths.every((width) => width === 193) && learned[0] === "high";
  if (isSame && isWhole) return;
  throw new Error(error ?? JSON.stringify({ probabilities, expected, widths, learned }));
}

/** Predicts in a program of the kind of Node, which says no more than the one line about SQLite. */
async function predictIn(program: string, ...options: string[]): Promise<string | undefined> {
  const { stdout, stderr } = await run(program, ...options, "predict.js");
  check(JSON.parse(stdout) as Answer);
  const [line = "", ...others] = stderr.trim().split("\n");
  if (line === "") return undefined;
  if (others.length === 0 && /^affekt: .* SQLite is missing/.test(line)) return "without a cache";
  throw new Error(`says: ${stderr}`);
}

let browser: Browser | undefined;

/** A new page of the one browser; undefined where Chromium is not installed. */
async function newPage(): Promise<Page | undefined> {
  if (CHROMIUM === undefined) return undefined;
  browser ??= await chromium.launch(chromiumLaunch());
  return browser.newPage();
}

const examples = new Examples({ folder, environment, run, newPage });

/** Opens a page that runs page.js, and checks its answer. */
async function openPage(address: string): Promise<string | undefined> {
  const page = await newPage();
  if (page === undefined) return "built, not opened: Chromium is not installed";
  try {
    const warnings: string[] = [];
    page.on("console", (message) => warnings.push(message.text()));
    await page.goto(address);
    const answer = await page
      .waitForFunction(() => (globalThis as { answer?: Answer }).answer, undefined, {
        timeout: TIMEOUT / 2,
      })
      .catch((error: unknown) => {
        throw new Error([String(error), ...warnings].join("\n"), { cause: error });
      });
    check((await answer.jsonValue()) ?? {});
    return warnings.some((text) => text.includes("web workers do not start"))
      ? "without web workers"
      : undefined;
  } finally {
    await page.close();
  }
}

interface BundleOptions {
  /** The page, or the script of bundlers that make none. */
  readonly entry?: string;
  readonly query?: string;
  /** What the content security policy allows besides the page's own scripts. */
  readonly scripts?: string;
}

/** Serves what a bundler made and opens it. */
async function openBundle(
  name: string,
  { entry = "index.html", query = "", scripts }: BundleOptions = {},
): Promise<string | undefined> {
  const html = `<!doctype html><script type="module" src="${entry}"></script>`;
  const texts = entry.endsWith(".js") ? { "/index.html": html } : {};
  const site = await serveFolder(join(folder, "out", name), () => texts, scripts);
  return openAndClose(site, `index.html${query}`);
}

function serveFolder(
  served: string,
  textsOf: (otherOrigin: string) => Readonly<Record<string, string>>,
  scripts?: string,
): Promise<Site> {
  const places = {
    "/ort/": join(tools, "onnxruntime-web/dist"),
    [`/npm/affekt@${versionOf("affekt")}/`]: join(tools, "affekt"),
    [`/npm/onnxruntime-web@${versionOf("onnxruntime-web")}/`]: join(tools, "onnxruntime-web"),
    "/model.onnx": join(folder, "model.onnx"),
    "/hello.wav": join(folder, "hello.wav"),
    "/": served,
  };
  return serve(places, textsOf, scripts);
}

async function openAndClose(site: Site, path: string): Promise<string | undefined> {
  try {
    return await openPage(`${site.origin}/${path}`);
  } finally {
    site.close();
  }
}

function versionOf(name: string): string {
  const text = readFileSync(join(tools, name, "package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** The page without a bundler, which imports Affekt from another origin by its address. */
async function openFromCdn(): Promise<string | undefined> {
  const page = readFileSync(join(folder, "page.js"), "utf8");
  const site = await serveFolder(folder, (cdn) => ({
    "/cdn.html": '<!doctype html><script type="module" src="cdn.js"></script>',
    "/cdn.js": page.replaceAll(
      /"affekt(\/models)?"/g,
      `"${cdn}/npm/affekt@${versionOf("affekt")}/dist/affekt.js"`,
    ),
  }));
  return openAndClose(site, "cdn.html");
}

/** Builds the example of Next with one more page, which runs page.js, and asks the server and the pages. */
async function tryNext(): Promise<string | undefined> {
  const example = join(folder, "examples/next");
  cpSync(join(example, "app"), join(folder, "next/app"), { recursive: true });
  cpSync(join(example, "next.config.js"), join(folder, "next/example.config.js"));
  await tool("next", "build", "next");
  const port = await freePort();
  const args = [join(tools, "next/dist/bin/next"), "start", "next", "-p", String(port)];
  const options = { cwd: folder, env: environment, stdio: "ignore" } as const;
  const server = spawn(process.execPath, args, options);
  try {
    for (const name of ["model.onnx", "hello.wav"]) {
      cpSync(join(folder, name), join(folder, "next/public", name));
    }
    const origin = `http://127.0.0.1:${port}`;
    await untilAnswered(origin);
    await examples.tryPage(origin, ["#server", "#browser"]);
    return await openPage(`${origin}/check`);
  } finally {
    server.kill();
  }
}

async function untilAnswered(address: string): Promise<void> {
  const end = Date.now() + TIMEOUT / 2;
  for (;;) {
    try {
      await fetch(address);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

const CONSUMERS = {
  "node.mts": `
    import { type FileEmotionModel, loadModel } from "affekt/node";
    export async function main(): Promise<string> {
      const model: FileEmotionModel = await loadModel("model.onnx");
      return (await model.predictFile("hello.wav")).emotion;
    }`,
  "browser.mts": `
    import { createPool, type EmotionModel, encodeModel, loadModel, MlpClassifier } from "affekt/browser";
    export async function main(buffer: AudioBuffer, signal: AbortSignal): Promise<Blob> {
      const model: EmotionModel = await loadModel(new URL("https://example.org/model.onnx"), { signal });
      await model.predictAudio(buffer);
      await createPool({ jobs: 2 }).close();
      return new Blob([encodeModel(new MlpClassifier().toModel())]);
    }`,
};

/** Compiles programs of both platforms' halves. */
async function compile(module: "nodenext" | "preserve"): Promise<undefined> {
  const lib = ["es2023", "esnext.disposable", "dom", "dom.iterable"];
  const moduleResolution = module === "preserve" ? "bundler" : module;
  const types = [createRequire(join(ROOT, "x.js")).resolve("@types/node/package.json")];
  const options = { module, moduleResolution, lib, types: [], target: "es2022", strict: true };
  const nodeTypes = { typeRoots: types.map((file) => join(file, "../..")), types: ["node"] };
  for (const [name, text] of Object.entries(CONSUMERS)) {
    writeFileSync(join(folder, name), text);
    const own = name === "node.mts" ? { ...options, ...nodeTypes } : options;
    const compilerOptions = { ...own, noEmit: true, skipLibCheck: false };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: [name] }),
    );
    await run(process.execPath, join(ROOT, "node_modules/typescript/bin/tsc"), "-p", ".");
  }
}

/** A binary of a package that npm installs only where it fits. */
function predictInBinary(binary: string, ...options: string[]): Promise<string | undefined> {
  if (existsSync(binary)) return predictIn(binary, ...options);
  throw new Skipped("npm has no binary for this platform");
}

class Skipped extends Error {}

const ENVIRONMENTS: Readonly<Record<string, () => Promise<unknown>>> = {
  publint: () => tool("publint", "run", tarball, "--strict"),
  attw: () => tool("attw", "--profile", "esm-only", tarball),
  Node: async () => {
    await examples.tryScript(process.execPath, "examples/node/predict.js");
    return predictIn(process.execPath);
  },
  Express: () => examples.tryServer(process.execPath, "examples/express/server.js"),
  "Node 22": () => predictInBinary(join(tools, "node-22/bin/node")),
  "Node 20": () => predictInBinary(join(tools, "node-20/bin/node")),
  Bun: async () => {
    await run(process.execPath, join(tools, "bun/install.js"));
    const bun = join(tools, "bun/bin/bun.exe");
    if (existsSync(bun)) await examples.tryServer(bun, "examples/bun/server.js");
    return predictInBinary(bun);
  },
  Deno: async () => {
    const rights = ["--allow-read", "--allow-env", "--allow-ffi", `--allow-write=${folder}/cache`];
    const deno = [join(tools, "deno/bin.cjs"), "run", "--no-prompt", ...rights];
    await examples.tryScript(process.execPath, ...deno, "examples/deno/predict.js");
    return predictIn(process.execPath, ...deno);
  },
  Jest: async () => {
    const jest = [join(tools, "jest/bin/jest.js"), "--rootDir", folder];
    await run(process.execPath, "--experimental-vm-modules", ...jest);
  },
  "TypeScript, nodenext": () => compile("nodenext"),
  "TypeScript, bundler": () => compile("preserve"),
  Vite: async () => {
    await tool("vite", "build", "examples/vite", "--outDir", "../../out/example");
    const site = await serveFolder(join(folder, "out/example"), () => ({}));
    await examples.tryPage(`${site.origin}/index.html`, ["output"]).finally(() => site.close());
    await tool("vite", "build", "--config", "examples/vite/vite.config.js", "--outDir", "out/vite");
    return openBundle("vite");
  },
  webpack: async () => {
    await tool("webpack");
    return openBundle("webpack", { entry: "main.js" });
  },
  Rollup: async () => {
    await tool("rollup", "-c");
    return openBundle("rollup", { entry: "page.js", query: "?wasmPaths=/ort/" });
  },
  esbuild: async () => {
    const options = ["--bundle", "--format=esm", "--splitting", "--outdir=out/esbuild"];
    await tool("esbuild", "page.js", "worker.js", ...options);
    return openBundle("esbuild", { entry: "page.js", query: "?wasmPaths=/ort/" });
  },
  Parcel: async () => {
    const options = ["--dist-dir", "out/parcel", "--no-cache", "--no-autoinstall", "--no-optimize"];
    await tool("parcel", "build", "index.html", ...options);
    return openBundle("parcel", { query: "?wasmPaths=/ort/", scripts: "'unsafe-inline'" }); // an import map
  },
  "one file from a CDN": openFromCdn,
  Next: tryNext,
  Electron: async () => {
    cpSync(join(folder, "electron"), join(folder, "examples/electron/node_modules/electron"), {
      recursive: true,
    });
    await examples.tryScript(process.execPath, "electron-main.js");
    return "its main process under Node, since its binary is not on npm";
  },
};

/** What is known to be missing in an environment. */
const MISSING: Readonly<Record<string, string>> = {
  "Node 20": "without a cache",
  Parcel: "without web workers",
};

let tarball = "";

async function install(): Promise<void> {
  const isOurs = (path: string): boolean => basename(path) !== "node_modules";
  cpSync(join(ROOT, "tools/environments"), folder, { recursive: true, filter: isOurs });
  cpSync(join(ROOT, "examples"), join(folder, "examples"), { recursive: true, filter: isOurs });
  await using sources = await openSources(["ravdess-sample"]);
  const recording = await decodeAudio(await sources.recordings[0]!.read());
  writeFileSync(join(folder, "speech.wav"), encodeWav(recording));
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", "ci", ...quiet);
  const { stdout } = await run("npm", "pack", ROOT, "--silent");
  tarball = join(folder, stdout.trim());
  await run("npm", "install", "--no-save", ...quiet, tarball);
  await run(process.execPath, "make-model.js");
}

/** Tries an environment. Whether it holds. */
async function attempt(name: string, action: () => Promise<unknown>): Promise<boolean> {
  const start = Date.now();
  const seconds = (): string => `${((Date.now() - start) / 1000).toFixed(0)} s`;
  try {
    const note = await action();
    if (typeof note === "string" && note.startsWith("without") && note !== MISSING[name]) {
      throw new Error(note);
    }
    console.log(`ok ${name} (${typeof note === "string" ? `${note}, ` : ""}${seconds()})`);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isSkipped = error instanceof Skipped;
    console.log(`${isSkipped ? "skipped" : "FAILED"} ${name}: ${reason}`);
    return isSkipped;
  }
}

const { only } = parseArgs({ options: { only: { type: "string", multiple: true } } }).values;
const wanted = Object.entries(ENVIRONMENTS).filter(([name]) => only?.includes(name) ?? true);
if (CHROMIUM === undefined) console.log(NO_CHROMIUM);
let failed = 0;
try {
  if (await attempt("installation", install)) {
    for (const [name, action] of wanted) if (!(await attempt(name, action))) failed++;
  } else failed++;
} finally {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
}
if (failed > 0) process.exitCode = 1;
