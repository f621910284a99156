// Predicts the same recordings by every way in that Affekt has, and prints how they differ from the library in Node: the table in docs/prediction.md.
// node tools/compare-surfaces.ts --recordings DIR [--count 200] [--python PYTHON]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packPackage } from "../src/node/packed-package.fixture.ts";
import { shippedFile } from "../src/node/shipped-models.ts";
import { compare, type Difference } from "./surfaces/compare.ts";
import { library, NODE_SURFACES } from "./surfaces/node-surfaces.ts";
import { pageSurfaces } from "./surfaces/page-surfaces.ts";
import { comparePython } from "./surfaces/python-surface.ts";
import { classicModel, testRecordings } from "./surfaces/recordings.ts";

const { values } = parseArgs({
  options: {
    recordings: { type: "string" },
    count: { type: "string", default: "200" },
    python: { type: "string" },
  },
});
const { recordings: source = "ravdess-sample", python } = values;
const folder = mkdtempSync(join(tmpdir(), "affekt-surfaces-"));
const packed = packPackage();
try {
  const recordings = await testRecordings(
    [source],
    join(folder, "recordings"),
    Number(values.count),
  );
  const models = { classic: await classicModel(folder), default: shippedFile("default") };
  const expected = {
    classic: await library.predict(models.classic, recordings),
    default: await library.predict(models.default, recordings),
  };
  console.log(`${recordings.length} recordings\n`);
  console.log("| | classic: largest | default: same emotion | mean | largest |");
  console.log("| --- | ---: | ---: | ---: | ---: |");
  for (const surface of [...NODE_SURFACES, ...pageSurfaces(packed)]) {
    const classic = compare(await surface.predict(models.classic, recordings), expected.classic);
    const shipped = compare(await surface.predict(models.default, recordings), expected.default);
    print(surface.name, classic, shipped);
  }
  if (python !== undefined) {
    const options = { model: "default", folder, recordings, expected: expected.default };
    print(
      "exported model in Python's onnxruntime",
      undefined,
      await comparePython(python, options),
    );
  }
} finally {
  packed.remove();
  rmSync(folder, { recursive: true });
}

function print(name: string, classic: Difference | undefined, shipped: Difference): void {
  const { same, mean, largest } = shipped;
  const cells = [classic?.largest ?? "", `${(100 * same).toFixed(1)} %`, mean, largest];
  const shown = cells.map((cell) => (typeof cell === "number" ? cell.toExponential(1) : cell));
  console.log(`| ${name} | ${shown.join(" | ")} |`);
}
