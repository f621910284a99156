import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exploration } from "../../model-selection/exploration/explore.ts";
import { affekt, type Outcome } from "../command-line.fixture.ts";
import { corpus, putFiles } from "../recordings.fixture.ts";

let folder: string;
let six: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-explore-"));
  six = await putFiles(join(folder, "six"), corpus([1, 2, 3, 4, 5, 6], 3));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function explore(...words: string[]): Promise<Outcome> {
  const fast = ["--folds", "2", "--jobs", "1", "--param", "epochs=3"];
  return affekt(["explore", six, ...fast, ...words], join(folder, "cache"));
}

test("models with their scores, costs, comparisons and curves", { timeout: 60_000 }, async () => {
  const words = ["--model", "mlp,cnn,tcn", "--curves", "mlp", "--speakers", "1,2"];
  const { status, stdout } = await explore(...words, "--clips", "9,18", "--json");
  expect(status).toBe(0);
  const { protocol, models, curves } = JSON.parse(stdout) as Exploration;
  expect(protocol).toBe("group-k");
  expect(models.map(({ model, set, encoder }) => [model, set, encoder])).toEqual([
    ["mlp", "classic-180", false],
    ["cnn", "classic-180", false],
    ["tcn", "frames", false],
  ]);
  for (const { uar, interval, parameters, bytes, trainingSeconds, predictionSeconds } of models) {
    expect(interval[0]).toBeLessThanOrEqual(uar);
    expect(bytes).toBe(4 * parameters);
    expect(Math.min(trainingSeconds, predictionSeconds)).toBeGreaterThan(0);
  }
  const [mlp, cnn, tcn] = models;
  expect(mlp!.parameters).toBe(180 * 300 + 300 + 300 * 3 + 3);
  expect(tcn!.against.map(({ model }) => model)).toEqual(["mlp", "cnn"]);
  expect(tcn!.against[1]!.difference).toBeCloseTo(tcn!.uar - cnn!.uar);
  expect(mlp!.against[0]!.difference).toBeCloseTo(mlp!.uar - cnn!.uar);
  const sizes = curves.map(({ model, speakers, clips }) => [
    model,
    ...[speakers, clips].map((points) => points.map((point) => [point.speakers, point.clips])),
  ]);
  const all = [3, 18];
  expect(sizes).toEqual([["mlp", [[1, 6], [2, 12], all], [[3, 9], all]]]);
  expect(curves[0]!.speakers[2]!.uar).toBe(mlp!.uar);
  expect(curves[0]!.clips[1]).toEqual(curves[0]!.speakers[2]);
});

test(
  "a model over its budget is named, and the others are compared",
  { timeout: 60_000 },
  async () => {
    const words = ["--model", "lda,tcn", "--param", "epochs=100000", "--curves", "none"];
    const { status, stdout } = await explore(...words, "--time", "6s", "--json");
    expect(status).toBe(0);
    const { models, unfinished } = JSON.parse(stdout) as Exploration;
    expect(models.map(({ model }) => model)).toEqual(["lda"]);
    expect(unfinished).toEqual([{ model: "tcn", set: "frames" }]);
    const none = await explore("--model", "tcn", "--param", "epochs=100000", "--time", "1s");
    expect(none).toMatchObject({ status: 2, stdout: "" });
    expect(none.stderr).toContain("no model is trained within 1 s");
  },
);

test("what is no model of the ladder is refused", async () => {
  expect((await explore("--model", "forest")).status).toBe(2);
  expect(await explore("--model", "lda", "--curves", "tcn")).toMatchObject({
    status: 2,
    stderr: "affekt: --curves: tcn is none of the models\n",
  });
});
