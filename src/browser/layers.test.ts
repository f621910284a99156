import { test } from "vitest";
import { goldenLayersContract } from "../network/golden-layers.contract.fixture.ts";
import { GRADIENT_SUBJECTS } from "../network/graphs/gradient-subjects.fixture.ts";
import { differentiate, expectDifferences } from "../network/graphs/gradients.fixture.ts";
import { webRuntime } from "./web-runtime.ts";

goldenLayersContract("web", async () => webRuntime());

test.each(Object.entries(GRADIENT_SUBJECTS))(
  "gradients agree with differences: %s",
  async (_, subject) => {
    const differentiated = await differentiate(webRuntime(), { ...subject, rows: 3 });
    await expectDifferences(differentiated);
    await differentiated.session.release();
  },
);
