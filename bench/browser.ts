// Trainings in headless Chromium, one thread, beside TensorFlow.js on the same page; that is no dependency: the folder is where it is installed
// (npm install --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0).
// node bench/browser.ts --tfjs FOLDER [--rounds 3]
// The libraries take turns, the fastest training of each counts, compilation included. The plain JavaScript backend takes so long that
// fewer rows and epochs have to do; it is compared by the step.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright";
import { build } from "vite";
import { chromiumLaunch } from "../src/browser/chromium.fixture.ts";
import { serveSite } from "../src/browser/page.fixture.ts";
import type { measure, Task } from "./browser-page.ts";
import { printTable } from "./peer.ts";

const { values } = parseArgs({
  options: { tfjs: { type: "string" }, rounds: { type: "string", default: "3" } },
});
const installed = join(values.tfjs ?? ".", "node_modules/@tensorflow");

const TASKS: readonly Task[] = [
  { network: "mlp", library: "affekt", rows: 1080, epochs: 100 },
  { network: "mlp", library: "wasm", rows: 1080, epochs: 100 },
  { network: "mlp", library: "webgl", rows: 1080, epochs: 20 },
  { network: "mlp", library: "cpu", rows: 512, epochs: 1 },
  { network: "cnn", library: "affekt", rows: 320, epochs: 3 },
  { network: "cnn", library: "wasm", rows: 320, epochs: 3 },
  { network: "cnn", library: "webgl", rows: 64, epochs: 1 },
  { network: "cnn", library: "cpu", rows: 32, epochs: 1 },
];
const BATCH = { mlp: 256, cnn: 32 } as const;

const project = mkdtempSync(join(tmpdir(), "affekt-bench-"));
try {
  await bundle();
  const fastest = await measureAll();
  const stepOf = ({ network, rows, epochs }: Task, time: number): number =>
    time / (epochs * Math.ceil(rows / BATCH[network]));
  const own = (task: Task): number => {
    const affekt = TASKS.findIndex(({ network }) => network === task.network);
    return stepOf(TASKS[affekt]!, fastest[affekt] as number);
  };
  printTable([
    ["", "", "rows", "epochs", "seconds", "ms a step", "ratio"],
    ...TASKS.map((task, i) => {
      const { network, library, rows, epochs } = task;
      const time = fastest[i]!;
      const name = library === "affekt" ? "Affekt" : `TensorFlow.js, ${library}`;
      const what = [network, name, String(rows), String(epochs)];
      if (typeof time === "string") return [...what, time, "", ""];
      const step = stepOf(task, time);
      return [...what, time / 1000, step, step / own(task)];
    }),
  ]);
} finally {
  rmSync(project, { recursive: true });
}

async function bundle(): Promise<void> {
  const page = fileURLToPath(new URL("browser-page.ts", import.meta.url));
  writeFileSync(
    join(project, "index.html"),
    `<script src="/tfjs/tf.min.js"></script><script src="/tfjs/tf-backend-wasm.min.js"></script><script type="module" src="${page}"></script>`,
  );
  await build({
    root: project,
    configFile: false,
    logLevel: "silent",
    build: { outDir: "site", rolldownOptions: { input: join(project, "index.html") } },
  });
}

/** The fastest training of each task, or why there is none. */
async function measureAll(): Promise<(number | string)[]> {
  const peerFiles = {
    "tf.min.js": "tfjs/dist",
    "tf-backend-wasm.min.js": "tfjs-backend-wasm/dist",
    "tfjs-backend-wasm-simd.wasm": "tfjs-backend-wasm/dist",
  };
  const contents = Object.entries(peerFiles).map(
    ([file, folder]) => [`/tfjs/${file}`, readFileSync(join(installed, folder, file))] as const,
  );
  const site = await serveSite({ project }, Object.fromEntries(contents));
  const { args = [], ...launch } = chromiumLaunch();
  const software = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
  const browser = await chromium.launch({
    ...launch,
    args: [...args.filter((arg) => arg !== "--disable-gpu"), ...software],
  });
  const fastest: (number | string)[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [i, task] of TASKS.entries()) {
      if (typeof fastest[i] === "string") continue;
      const page = await browser.newPage();
      await page.goto(site.url);
      await page.waitForFunction(() => "measure" in globalThis);
      const time = await page
        .evaluate((task) => (globalThis as unknown as Measuring).measure(task), task)
        .catch((error: Error) => error.message.split("\n", 1)[0]!.slice(0, 120));
      fastest[i] = typeof time === "string" ? time : Math.min(time, fastest[i] ?? Infinity);
      await page.close();
    }
  }
  await browser.close();
  await site.close();
  return fastest;
}

interface Measuring {
  readonly measure: typeof measure;
}
