import { expect, test } from "vitest";
import { labelledOf } from "../evaluation/evaluation.fixture.ts";
import { checkSources } from "./check-sources.ts";
import { evaluateModels } from "./evaluate-models.ts";
import { featureTable } from "./feature-table.ts";
import { openSources } from "./sources/sources.ts";
import { createPool } from "./workers/thread-pool.ts";

// options as someone writes them who calls from JavaScript
const wrong = (options: object): never => options as never;

test.each<[string, () => unknown]>([
  ["featureTable: has no option sets", () => featureTable(["x"], wrong({ sets: "classic" }))],
  ["createPool: has no option job", () => createPool(wrong({ job: 1 }))],
  ["createPool: has no option lables", () => checkSources(["."], wrong({ lables: {} }))],
  ["labels: has no option label", () => openSources(["x"], wrong({ label: {} }))],
  [
    "evaluateModels: has no option protocol; it takes candidates, protocols, seed",
    () => evaluateModels(labelledOf([], []), wrong({ protocol: "loso" })),
  ],
])("%s", async (message, call) => {
  await expect(async () => call()).rejects.toMatchObject({
    code: "invalid-argument",
    message: expect.stringContaining(message),
  });
});
