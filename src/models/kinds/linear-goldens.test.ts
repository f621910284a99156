import { beforeAll, expect, test } from "vitest";
import { matrixFromRows } from "../../math/linear-algebra/matrix.ts";
import { inferenceGraph } from "../../network/graphs/inference-graph.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { largestError } from "../../training/goldens.fixture.ts";
import { distinctLabels } from "../labels.ts";
import type { SingleModelSpec } from "../model-spec.ts";
import { buildNetwork } from "../build-network.ts";
import { runProbabilities } from "../inference/probabilities.ts";
import { trainNetwork } from "../training/train-network.ts";
import golden from "./linear.golden.json" with { type: "json" };

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

const MODELS: Readonly<Record<string, SingleModelSpec>> = {
  lda: { kind: "lda", settings: {} },
  "shrunk lda": { kind: "lda", settings: { shrinkage: 0.5 } },
  logistic: { kind: "logistic", settings: { C: 0.5, tol: 1e-7, maxIter: 1000 } },
  ridge: { kind: "ridge", settings: { alpha: 2 } },
};

test.each(golden.cases)(
  "$kind learns of $data (weights: $weights) what scikit-learn's learns",
  async ({ kind, data, weights, listed, kernel, bias, probabilities }) => {
    const { X: rows, y: classes, test } = golden.data[data as "two classes"];
    const unweighted = MODELS[kind]!;
    const classWeight = weights === "none" ? undefined : (listed ?? weights);
    const model = {
      ...unweighted,
      settings: { ...unweighted.settings, ...(classWeight && { classWeight }) },
    } as SingleModelSpec;
    const [X, y] = [matrixFromRows(rows), classes.map((label) => `class ${label}`)];
    const labels = distinctLabels(y);
    const { parameters, history } = await trainNetwork({
      spec: model,
      X,
      y,
      labels,
      seed: 0,
      runtime,
    });
    const network = buildNetwork(model, { inputShape: [X.columns], classes: labels.length });
    const session = await runtime.createSession(inferenceGraph(network, { parameters }));
    const given = await runProbabilities(session, matrixFromRows(test), labels.length);
    expect(largestError(given.data, probabilities.flat())).toBeLessThan(2e-5);
    if (kernel !== undefined) {
      const wanted = [...kernel.flat(), ...bias];
      const scale = Math.max(...wanted.map(Math.abs));
      expect(largestError(parameters, wanted) / scale).toBeLessThan(2e-5);
    }
    expect(history.at(-1)!.loss).toBeLessThan(Math.log(labels.length));
  },
);
