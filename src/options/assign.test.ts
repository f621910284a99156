import { expect, test } from "vitest";
import { assignOption } from "./assign.ts";

const OPTIONS = { epochs: 3, optimizer: { name: "sgd", momentum: 0.5 } };

test.each([
  ["epochs", 4, { ...OPTIONS, epochs: 4 }],
  ["optimizer.momentum", 0.9, { epochs: 3, optimizer: { name: "sgd", momentum: 0.9 } }],
  ["optimizer.name", "sgd", OPTIONS],
  ["optimizer.name", "adam", { epochs: 3, optimizer: { name: "adam" } }],
  ["optimizer", { name: "adam" }, { epochs: 3, optimizer: { name: "adam" } }],
  ["specAugment.timeMasks", 1, { ...OPTIONS, specAugment: { timeMasks: 1 } }],
  ["epochs.name", 1, { ...OPTIONS, epochs: { name: 1 } }],
])("%s = %j", (path, value, wanted) => {
  expect(assignOption(OPTIONS, path, value)).toEqual(wanted);
});

test("names of Object.prototype are names like any other", () => {
  const assigned = assignOption(OPTIONS, "__proto__.polluted", 1);
  expect(Object.keys(assigned)).toEqual(["epochs", "optimizer", "__proto__"]);
  expect(Object.getPrototypeOf(assigned)).toBe(Object.prototype);
  expect(Object.keys(assignOption(OPTIONS, "constructor.x", 1))).toContain("constructor");
});
