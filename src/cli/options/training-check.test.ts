import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { affekt, type Outcome } from "../command-line.fixture.ts";
import { corpus, putFiles } from "../recordings.fixture.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-check-"));
});

afterAll(() => rm(folder, { recursive: true }));

function train(source: string, words: string): Promise<Outcome> {
  const output = join(folder, "model.onnx");
  return affekt(["train", source, "-o", output, ...words.split(" ")], join(folder, "cache"));
}

const VECTORS =
  "applies to sequences of frames, but classic gives one vector per recording; use a set";

test.each([
  ["--spec-augment", `--spec-augment ${VECTORS}`],
  ["--set classic --spec-augment", `--spec-augment ${VECTORS}`],
  ["--clip-seconds 2", `--clip-seconds ${VECTORS} such as --set frames, or remove it`],
  ["--model tcn", "tcn: takes sequences of frames, got vectors of [193] values"],
  ["--model mlp+tcn", "tcn: takes sequences of frames, got vectors of [193] values"],
  ["--set frames --model lda", "lda: takes one vector a recording, got sequences of [301, 64]"],
  [
    "--model lda --epochs 3",
    "--epochs has no effect on lda; remove it (supported: --class-weight)\n",
  ],
  ["--model ridge --mixup 0.2", "--mixup has no effect on ridge; remove it"],
  ["--model lda+ridge --label-smoothing 0.1", "--label-smoothing has no effect on lda+ridge;"],
  ["--model lda --learning-rate 0.1", "--learning-rate has no effect on lda;"],
  [
    "--model logistic --batch-size 8",
    "--batch-size has no effect on logistic; remove it (supported: --epochs, --class-weight, --label-smoothing)\n",
  ],
  ["--model logistic --patience 3", "--patience has no effect on logistic;"],
])("%s is refused before a source is looked for", async (words, message) => {
  const { status, stderr } = await train(join(folder, "nowhere"), words);
  expect(stderr).toContain(`affekt: ${message}`);
  expect(status).toBe(message.includes("takes") ? 3 : 2);
});

test("evaluate refuses what none of its models has, and takes what one of them has", async () => {
  const evaluate = (words: string): Promise<Outcome> =>
    affekt(["evaluate", join(folder, "nowhere"), ...words.split(" ")], join(folder, "cache"));
  const none = await evaluate("--model lda,ridge --epochs 3");
  expect(none.stderr).toContain("affekt: --epochs has no effect on lda, ridge; remove it");
  const one = await evaluate("--model lda,mlp --epochs 3");
  expect(one.stderr).toMatch(/^affekt: .*nowhere/);
});

test("what a table holds is only known once it is read", async () => {
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2], 2));
  const table = join(folder, "frames.npz");
  await affekt(
    ["features", recordings, "--set", "frames", "-o", table, "--jobs", "1"],
    join(folder, "cache"),
  );
  const frames = await train(table, "--model tcn --epochs 1 --clip-seconds 0.2 --spec-augment");
  expect(frames.status).toBe(0);
  const vectors = await train(table, "--model lda");
  expect(vectors.stderr).toContain("\naffekt: lda: takes one vector a recording, got sequences");
  expect(vectors.status).toBe(3);
});
