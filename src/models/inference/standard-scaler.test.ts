import { expect, test } from "vitest";
import { matrixFromRows } from "../../math/linear-algebra/matrix.ts";
import golden from "./standard-scaler.golden.json" with { type: "json" };
import { fitScaler, scaleFeatures } from "./standard-scaler.ts";

test("means, deviations and scaled values are scikit-learn's, a column that does not vary included", () => {
  const X = matrixFromRows(golden.X);
  const scaler = fitScaler(X);
  for (const [i, mean] of golden.mean.entries()) expect(scaler.mean[i]! / mean).toBeCloseTo(1, 6);
  for (const [i, scale] of golden.scale.entries())
    expect(scaler.scale[i]! / scale).toBeCloseTo(1, 6);
  const scaled = scaleFeatures(scaler, X);
  for (const [i, value] of golden.scaled.entries()) {
    const rounding = i % 4 === 1 ? 3e-3 : 1e-4; // a spread of 1e-3 around 5 in float32
    expect(Math.abs(scaled.data[i]! - value)).toBeLessThan(rounding);
  }
});

test("no rows are an error", () => {
  expect(() => fitScaler({ data: new Float32Array(0), rows: 0, columns: 3 })).toThrow(/no rows/);
});
