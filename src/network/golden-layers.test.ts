import { expect, test } from "vitest";
import { nodeRuntime, webRuntimeInNode } from "../node/native-runtime.ts";
import { goldenLayersContract } from "./golden-layers.contract.fixture.ts";
import { GOLDEN_LAYERS } from "./golden-layers.fixture.ts";
import * as layers from "./layers.ts";

goldenLayersContract("native", nodeRuntime);
goldenLayersContract("web", webRuntimeInNode);

test("there is a golden of every layer that is not random", () => {
  const random = ["dropout", "spatialDropout1d", "spatialDropout2d", "gaussianNoise"];
  // its quantiles are no weights that Keras would have; src/models/kinds/input-normalization.test.ts has its golden
  const elsewhere = ["normalScoring"];
  const checked = GOLDEN_LAYERS.map(([, { layer }]) => layer);
  expect([...new Set([...checked, ...random, ...elsewhere])].sort()).toEqual(
    Object.keys(layers).sort(),
  );
});
