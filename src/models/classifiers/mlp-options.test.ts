import { beforeAll, describe, expect, test, vi } from "vitest";
import { Network } from "../../network/network.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { largestError } from "../../training/goldens.fixture.ts";
import { MlpClassifier, type MlpOptions } from "./mlp-classifier.ts";
import golden from "./mlp-options.golden.json" with { type: "json" };

let runtime: Runtime;
beforeAll(async () => {
  runtime = await nodeRuntime();
});

/** scikit-learn's attributes after a call. */
interface Wanted {
  readonly losses: readonly number[];
  readonly loss: number;
  readonly nIter: number;
  readonly t: number;
  readonly parameters: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
}

/** A classifier like those of the golden, which starts from its parameters. */
function make(classes: "2" | "3", options: Partial<MlpOptions>) {
  const { X, y, initial } = golden.data[classes];
  vi.spyOn(Network.prototype, "initialize").mockReturnValue(Float32Array.from(initial));
  const classifier = new MlpClassifier({
    runtime,
    hiddenLayerSizes: [6],
    batchSize: 16,
    shuffle: false,
    ...options,
  });
  return { classifier, X, y: y.map(String) };
}

/** scikit-learn's names of parameters as ours. */
function camelCase(settings: object): Partial<MlpOptions> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      value as unknown,
    ]),
  );
}

async function expectLike(classifier: MlpClassifier, X: readonly number[][], wanted: Wanted) {
  const { coefs, intercepts } = classifier;
  const parameters = coefs.flatMap(({ data }, i) => [...data, ...intercepts[i]!]);
  const { data } = await classifier.predictProba(X.slice(0, 4));
  const { losses, loss, nIter, t } = wanted;
  expect({ nIter: classifier.nIter, t: classifier.t }).toEqual({ nIter, t });
  expect(largestError([classifier.loss!], [loss], true)).toBeLessThan(1e-5);
  if (losses.length > 0)
    expect(largestError(classifier.lossCurve, losses, true)).toBeLessThan(1e-5);
  expect(largestError(parameters, wanted.parameters)).toBeLessThan(1e-4);
  expect(largestError(data, wanted.probabilities.flat())).toBeLessThan(1e-5);
}

describe("as scikit-learn's MLPClassifier", () => {
  test.each(golden.fits)("$classes classes, weighted: $weighted, $settings", async (wanted) => {
    const { classifier, X, y } = make(wanted.classes === 2 ? "2" : "3", camelCase(wanted.settings));
    await classifier.fit(X, y, wanted.weighted ? { sampleWeight: golden.weights } : {});
    await expectLike(classifier, X, wanted);
    expect(classifier.outActivation).toBe(wanted.classes === 2 ? "logistic" : "softmax");
  });

  test("partialFit goes on with the optimiser and the learning rate as they were", async () => {
    const options = { solver: "sgd", learningRate: "invscaling", learningRateInit: 0.3 } as const;
    const { classifier, X, y } = make("3", options);
    for (const [from, to] of [
      [0, 25],
      [25, 32],
      [10, 32],
    ] as const) {
      await classifier.partialFit(X.slice(from, to), y.slice(from, to), {
        classes: ["2", "1", "0"],
      });
    }
    await expectLike(classifier, X, golden.partial);
  });

  test("a warm start goes on with the parameters and the count of epochs without improvement", async () => {
    const settings = { learningRateInit: 0.02, maxIter: 40, tol: 0.01, nIterNoChange: 2 };
    const { classifier, X, y } = make("3", { ...settings, warmStart: true });
    for (const wanted of golden.warm) {
      await classifier.fit(X, y);
      await expectLike(classifier, X, wanted);
    }
  });

  test("early stopping keeps the first epoch of the highest accuracy", async () => {
    const settings = { learningRateInit: 0.05, maxIter: 60, nIterNoChange: 4 };
    const { classifier, X, y } = make("3", settings);
    const { best, scores, ...wanted } = golden.early;
    const validation = { X: X.slice(22), y: y.slice(22) };
    await classifier.fit(X.slice(0, 22), y.slice(0, 22), { validation });
    expect(classifier.validationScores).toEqual(scores.map((score) => expect.closeTo(score, 8)));
    expect(classifier.bestValidationScore).toBeCloseTo(best, 8);
    expect(classifier.bestLoss).toBeNull();
    await expectLike(classifier, X, { ...wanted, t: 22 * wanted.nIter });
  });
});
