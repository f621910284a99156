import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { corpus, putFiles } from "../cli/recordings.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "affekt-telemetry-"));
afterAll(() => rmSync(folder, { recursive: true }));

const urlOf = (file: string): string => pathToFileURL(join(import.meta.dirname, file)).href;

/** Uses the runtime, which is told by its name on standard output. */
const USE = `
  const { makeBlobs } = await import(${JSON.stringify(urlOf("../models/models.fixture.ts"))});
  const { Classifier } = await import(${JSON.stringify(urlOf("../entries/node.ts"))});
  const { nodeRuntime } = await import(${JSON.stringify(urlOf("native-runtime.ts"))});
  const { modelSpec } = await import(${JSON.stringify(urlOf("../models/model-spec.ts"))});
  const { X, y } = makeBlobs(12, 3, 2, 1);
  const classifier = new Classifier({ model: modelSpec("mlp", { maxIter: 2 }) });
  await classifier.fit(X, y);
  await classifier.predict(X);
  process.stdout.write((await nodeRuntime()).name + " ");
`;

/** Runs code in a thread that Affekt does not start. */
function inThread(code: string, options = "{}"): string {
  const url = `data:text/javascript,${encodeURIComponent(code)}`;
  return `
    const { SHARE_ENV, Worker } = await import("node:worker_threads");
    const worker = new Worker(new URL(${JSON.stringify(url)}), ${options});
    await new Promise((resolve) => worker.on("exit", resolve));
  `;
}

/** Runs a script, see `runProgram`. */
function run(name: string, code: string, env: Readonly<Record<string, string>> = {}) {
  const script = join(folder, `${name.replaceAll(/\W/g, "-")}.mjs`);
  writeFileSync(script, code);
  return runProgram(name, [script], env);
}

/** Runs a program of Node whose home and temporary folder are empty, and lists what it leaves there. */
function runProgram(name: string, words: readonly string[], env: Readonly<Record<string, string>>) {
  const place = join(folder, name.replaceAll(/\W/g, "-"));
  const [home, temporary] = [join(place, "home"), join(place, "tmp")];
  mkdirSync(home, { recursive: true });
  mkdirSync(temporary);
  const { ORT_DISABLE_TELEMETRY: _, XDG_CACHE_HOME: __, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    encoding: "utf8",
    cwd: folder,
    env: { ...inherited, HOME: home, TMPDIR: temporary, ...env },
  });
  const left = [home, temporary].flatMap((one) =>
    readdirSync(one, { encoding: "utf8", recursive: true }),
  );
  return { status, runtimes: stdout.trim(), warnings: stderr.split("\n").filter(Boolean), left };
}

const POOL = `
  const { createPool } = await import(${JSON.stringify(urlOf("workers/thread-pool.ts"))});
  const { makeBlobs } = await import(${JSON.stringify(urlOf("../models/models.fixture.ts"))});
  const { modelSpec } = await import(${JSON.stringify(urlOf("../models/model-spec.ts"))});
  const pool = createPool({ jobs: 1 });
  const spec = modelSpec("mlp", { maxIter: 2 });
  const trained = await pool.run("train", { ...makeBlobs(12, 3, 2, 1), spec });
  await pool.close();
  process.stdout.write(trained.history.length + " epochs ");
`;

test.each([
  ["the main thread", USE, {}, "native"],
  ["threads of a pool", POOL, {}, "2 epochs"],
  ["a thread after the main thread", `${USE}${inThread(USE)}`, {}, "native native"],
  [
    "a thread of a process with the variable",
    inThread(USE),
    { ORT_DISABLE_TELEMETRY: "1" },
    "native",
  ],
  ["a thread that shares the environment", inThread(USE, "{ env: SHARE_ENV }"), {}, "native"],
])("%s: nothing is written to the home or the temporary folder", (name, code, env, runtimes) => {
  expect(run(name, code, env)).toEqual({ status: 0, runtimes, warnings: [], left: [] });
});

test.each([
  ["a thread of its own", inThread(USE), "web"],
  [
    "a thread that sets the variable",
    inThread(`process.env.ORT_DISABLE_TELEMETRY = "1"; ${USE}`),
    "web",
  ],
  [
    "a thread whose copy of the environment has the variable",
    inThread(USE, '{ env: { ...process.env, ORT_DISABLE_TELEMETRY: "1" } }'),
    "web",
  ],
  ["a pool of such a thread", inThread(POOL), "2 epochs"],
])(
  "%s cannot switch the telemetry off, and takes the other runtime, with one line",
  (name, code, runtimes) => {
    const outcome = run(name, code);
    expect(outcome).toMatchObject({ status: 0, runtimes, left: [] });
    expect(outcome.warnings).toEqual([
      expect.stringMatching(
        /^affekt: onnxruntime-node would send telemetry from this thread, .* using the slower onnxruntime-web\. .* ORT_DISABLE_TELEMETRY=1 for the process$/,
      ),
    ]);
  },
);

test("commands leave nothing in the home or the temporary folder", async () => {
  await putFiles(join(folder, "recordings"), corpus([1, 2], 2));
  const main = join(import.meta.dirname, "../cli/main.ts");
  const [clip = ""] = Object.keys(corpus([1], 1));
  for (const words of [
    ["train", "recordings", "--set", "classic-180", "--epochs", "2", "-o", "model.onnx"],
    ["predict", "model.onnx", join("recordings", clip)],
    ["test", "model.onnx", "recordings"],
    ["info", "model.onnx"],
    [
      "evaluate",
      "recordings",
      "--model",
      "mlp",
      "--epochs",
      "2",
      "--protocol",
      "loso",
      "--jobs",
      "2",
    ],
  ]) {
    const env = { AFFEKT_CACHE: join(folder, "cache") };
    const { status, left } = runProgram(words[0]!, [main, ...words], env);
    expect([words[0], status, left]).toEqual([words[0], 0, []]);
  }
});
