import { expect, test } from "vitest";
import { PRESET_NAMES } from "../models/presets.ts";
import { affekt } from "./command-line.fixture.ts";

const run = (words: string) => affekt(["models", ...words.split(" ").filter(Boolean)], "nowhere");

test("lists every model with what it takes", async () => {
  const { status, stdout } = await run("");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^lda +vectors +linear discriminant analysis/m);
  const listed = JSON.parse((await run("--json")).stdout) as { name: string }[];
  expect(listed.map(({ name }) => name)).toEqual(PRESET_NAMES);
});

test("every setting of a model in words, with its range and the preset's default", async () => {
  const { stdout } = await run("mlp");
  expect(stdout).toMatch(
    /^hiddenLayerSizes +units of each hidden layer \(a list of at most 100; default \[300\]\)$/m,
  );
  expect(stdout).toMatch(/^clipNorm +largest norm.* \(a number above 0\)$/m);
  const { stdout: tcn } = await run("tcn");
  expect(tcn).toMatch(/^optimizer\.momentum +\[sgd\] .*; default 0\)$/m);
  expect(tcn).toMatch(/^optimizer\.weightDecay +\[adamw\] .*; default 0\.01\)$/m);
});

test("an ensemble has the settings of its members, as JSON", async () => {
  const members = JSON.parse((await run("lda+cnn --json")).stdout) as {
    kind: string;
    settings: { name: string; default?: unknown; of?: string }[];
  }[];
  expect(members.map(({ kind }) => kind)).toEqual(["lda", "cnn"]);
  expect(members[1]!.settings).toContainEqual(
    expect.objectContaining({ name: "optimizer.rho", default: 0.9, of: "rmsprop" }),
  );
});

test("an unknown model is refused", async () => {
  expect(await run("mpl")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("mlp, cnn"),
  });
});
