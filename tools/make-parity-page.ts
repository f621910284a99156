// Runs the descriptors' tests and writes docs/parity.md from what they measured.
import { writeFileSync } from "node:fs";
import { startVitest, type TestModule } from "vitest/node";
import { parityPage } from "./parity-table.ts";

function writePage(modules: readonly TestModule[]): void {
  const tests = modules.flatMap((module) => [...module.children.allTests("passed")]);
  const records = tests.flatMap((test) => test.meta().parity ?? []);
  writeFileSync(new URL("../docs/parity.md", import.meta.url), parityPage(records));
}

const vitest = await startVitest(["src/features", "src/signal"], {
  watch: false,
  project: "node",
  reporters: ["default", { onTestRunEnd: writePage }],
});
await vitest.close();
