import { expect, test } from "vitest";
import { trainRepeatedly } from "../models/training/train-repeatedly.fixture.ts";
import { watchMemories } from "../network/runtime/wasm-memory.fixture.ts";

test("trainings in a row need no more memory of WebAssembly than the first ones", async () => {
  const memories = watchMemories();
  const { webRuntime } = await import("./web-runtime.ts");
  await trainRepeatedly(webRuntime(), 4, 40);
  const first = memories.bytes;
  expect(first).toBeGreaterThan(2 ** 24);
  await trainRepeatedly(webRuntime(), 30, 40);
  expect(memories.bytes).toBe(first);
});
