import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EvaluationResult } from "../evaluation/result.ts";
import type { TrainedNetwork } from "../models/training/train-on-rows.ts";
import { largestError } from "../training/goldens.fixture.ts";
import { packPackage, type PackedPackage } from "./packed-package.fixture.ts";
import { copySample } from "./sample-clips.fixture.ts";

let packed: PackedPackage;
beforeAll(async () => {
  packed = packPackage();
  await copySample(join(packed.project, "clips"), ({ path }) =>
    /-0[35]-0[12]-01-01-0[1-3]\./.test(path),
  );
});
afterAll(() => packed.remove());

/** Runs the command, and gives what it wrote. */
function affekt(...args: string[]): { stdout: string; warnings: string[] } {
  const main = join(packed.installed, "dist/cli/main.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: packed.project,
    encoding: "utf8",
    env: { ...process.env, AFFEKT_CACHE: join(packed.project, "cache") },
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return { stdout, warnings: stderr.split("\n").filter((line) => line.startsWith("affekt: ")) };
}

interface WholeJob {
  /** Losses of the training, probabilities of one clip, the confusion of a cross-validation in two workers. */
  readonly figures: readonly number[];
  /** Of the three commands. */
  readonly warnings: readonly string[][];
}

function wholeJob(): WholeJob {
  const fewEpochs = ["--epochs", "4"];
  const training = affekt("train", "clips", ...fewEpochs, "-o", "model.onnx", "--json");
  const { history } = JSON.parse(training.stdout) as Pick<TrainedNetwork, "history">;
  const clip = "clips/Actor_01/03-01-03-01-01-01-01.opus";
  const prediction = affekt("predict", "model.onnx", clip, "--csv");
  const probabilities = prediction.stdout.match(/0\.\d+/g)!.map(Number);
  const how = ["--model", "mlp", "--protocol", "loso", "--jobs", "2", "--json"];
  const evaluation = affekt("evaluate", "clips", ...how, ...fewEpochs);
  const { models } = JSON.parse(evaluation.stdout) as Pick<EvaluationResult, "models">;
  return {
    figures: [...history.map(({ loss }) => loss), ...probabilities, ...models[0]!.confusion.flat()],
    warnings: [training, prediction, evaluation].map(({ warnings }) => warnings),
  };
}

let native: WholeJob;
test("with onnxruntime-node nothing is said of it", () => {
  native = wholeJob();
  expect(native.figures).toHaveLength(4 + 2 + 4);
  expect(native.warnings).toEqual([[], [], []]);
});

// as npm leaves an optional dependency out, and as one looks whose binary is for another machine
test.each([
  ["missing", "Cannot find package 'onnxruntime-node'", () => {}],
  [
    "broken",
    "no such binary",
    (folder: string) => {
      mkdirSync(folder);
      writeFileSync(
        join(folder, "index.js"),
        'throw new Error("no such binary\\nwith a long stack");',
      );
    },
  ],
])("where it is %s, the same comes out, with one line that says why", (_, why, make) => {
  const folder = join(packed.project, "node_modules/onnxruntime-node");
  rmSync(folder, { recursive: true, force: true });
  make(folder);
  const { figures, warnings } = wholeJob();
  expect(largestError(figures, native.figures)).toBeLessThan(1e-3);
  for (const lines of warnings) {
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(why);
    expect(lines[0]).toMatch(/; using the slower onnxruntime-web. "npm install onnxruntime-node" /);
  }
});
