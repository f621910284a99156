import { expect, test } from "vitest";
import { type DctNorm, dctFactor, type DctType } from "./dct.ts";

const SIGNAL = [1, 2, -3, 0.5, 4];

// By scipy 1.17: dct(SIGNAL, type, norm="ortho" or None).
test.each<[DctType, DctNorm, number[]]>([
  [1, "ortho", [1.517766952966, -0.75, 4.62132034356, -2.25, -0.982233047034]],
  [1, "none", [4, -0.87867965644, 11, -5.12132034356, -6]],
  [2, "ortho", [2.01246117975, -1.246880813332, 3.967104195147, -2.017495535892, -2.199337242181]],
  [2, "none", [9, -3.942983340894, 12.545084971875, -6.37988106264, -6.954915028125]],
  [3, "ortho", [1.082845732279, -0.570391384736, 4.874402319736, -1.455882567569, -1.694906122211]],
  [3, "none", [3.010045306223, -2.217949495875, 15, -5.018118481625, -5.773977328723]],
])("the cosine transform of type %i, norm %s, is scipy's", (type, norm, expected) => {
  const factor = dctFactor({ type, norm }, 5);
  for (const [k, value] of expected.entries()) {
    expect(SIGNAL.reduce((sum, x, n) => sum + factor(k, n) * x, 0)).toBeCloseTo(value, 11);
  }
});
