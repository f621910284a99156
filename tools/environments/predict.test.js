// In Jest, run with Node's option --experimental-vm-modules.
import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { AffektError, loadModel } from "affekt";

test("predicts", async () => {
  const model = await loadModel("model.onnx");
  const { probabilities } = await model.predictAudio(await readFile("hello.wav"));
  await model.release();
  const expected = JSON.parse(await readFile("expected.json", "utf8"));
  expect(probabilities[0].emotion).toBe(expected[0].emotion);
  expect(probabilities[0].probability).toBeCloseTo(expected[0].probability, 3);
  await expect(loadModel("missing.onnx")).rejects.toBeInstanceOf(AffektError);
});
