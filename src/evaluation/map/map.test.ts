import { describe, expect, it } from "vitest";
import { madeUp } from "../made-up.fixture.ts";
import { embeddingMap } from "./embedding-map.ts";
import golden from "./map.golden.json" with { type: "json" };
import { principalComponents } from "./principal-components.ts";
import { jointProbabilities, mapDivergence, tSne } from "./t-sne.ts";

const points = Float64Array.from(golden.points);

describe("principalComponents", () => {
  it("are scikit-learn's", () => {
    const found = principalComponents({ data: points, rows: 48, columns: 6 }, 3);
    expect(found).toHaveLength(golden.components.length);
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(golden.components[i]!, 6);
  });

  it("are finite where rows are equal, and at most as many as columns", () => {
    const equal = { data: new Float64Array(20).fill(2), rows: 10, columns: 2 };
    const found = principalComponents(equal, 5);
    expect(found).toHaveLength(20);
    for (const value of found) expect(value).toBeCloseTo(0, 12);
  });
});

describe("tSne", () => {
  const similarities = jointProbabilities(points, 6, golden.perplexity);

  it("has scikit-learn's similarities", () => {
    for (const [j, value] of golden.similarities.entries()) {
      expect(similarities[j]).toBeCloseTo(value, 6);
    }
  });

  it("ends at a map as good as scikit-learn's, the same each time", () => {
    const coordinates = principalComponents({ data: points, rows: 48, columns: 6 }, 6);
    const map = tSne(coordinates, 6, { perplexity: golden.perplexity });
    expect(mapDivergence(map, similarities)).toBeLessThan(1.1 * golden.divergence);
    expect(tSne(coordinates, 6, { perplexity: golden.perplexity })).toEqual(map);
  });
});

describe("embeddingMap", () => {
  it("puts clips with similar features together", () => {
    const { points: placed, method } = embeddingMap(madeUp({ speakers: 4, takes: 4 }), 0)!;
    expect(placed).toHaveLength(64);
    expect(method).toContain("8 principal components");
    for (const { x, y } of placed)
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
  });

  it("shows 600 of many clips, and none of a handful", () => {
    expect(embeddingMap(madeUp({ speakers: 40, takes: 4 }), 0)!.points).toHaveLength(600);
    expect(embeddingMap(madeUp({ speakers: 2, takes: 1 }), 0)).toBeUndefined();
  });
});
