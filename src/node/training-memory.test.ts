import { expect, test } from "vitest";
import { trainRepeatedly } from "../models/training/train-repeatedly.fixture.ts";
import { nodeRuntime } from "./native-runtime.ts";

test("trainings in a row need hardly more memory than the first ones", async () => {
  const resident = (): number => process.memoryUsage().rss / 2 ** 20;
  const runtime = await nodeRuntime();
  await trainRepeatedly(runtime, 10, 193);
  const first = resident();
  await trainRepeatedly(runtime, 24, 193);
  // 365 MB where sessions are not freed
  expect(resident() - first).toBeLessThan(60);
});
