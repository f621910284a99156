import { expect, it } from "vitest";
import { Random } from "../math/statistics/random.ts";
import type { Predictions } from "./predictions.ts";
import { rocAreas } from "./roc-areas.ts";

const CLIPS = 60;
const CLASSES = 3;

function draw(random: Random): Predictions {
  const classes = Array.from({ length: 2 * CLIPS }, () => random.integer(CLASSES));
  return {
    trueIndices: classes.slice(0, CLIPS),
    predictedIndices: classes.slice(CLIPS),
    // few values, so that many are tied
    probabilities: Float64Array.from({ length: CLIPS * CLASSES }, () => random.integer(6) / 6),
    classes: CLASSES,
  };
}

/** By its definition: each pair of clips, as often as both are drawn. */
function expectedArea(
  { trueIndices, probabilities }: Predictions,
  c: number,
  times: (clip: number) => number,
): number | undefined {
  let [won, pairs] = [0, 0];
  for (let a = 0; a < CLIPS; a++) {
    for (let b = 0; b < CLIPS; b++) {
      if (trueIndices[a] !== c || trueIndices[b] === c) continue;
      const margin = probabilities[a * CLASSES + c]! - probabilities[b * CLASSES + c]!;
      won += times(a) * times(b) * (margin > 0 ? 1 : margin === 0 ? 0.5 : 0);
      pairs += times(a) * times(b);
    }
  }
  return pairs === 0 ? undefined : won / pairs;
}

it.each([5, CLIPS])("areas of draws of %i groups are those of all pairs of clips", (count) => {
  const random = new Random(count);
  const predictions = draw(random);
  const groups = Array.from({ length: CLIPS }, (_, i) => i % count);
  const areas = rocAreas(predictions, { groups, count });
  for (let repeat = 0; repeat < 20; repeat++) {
    const drawn = Array.from({ length: count }, () => random.integer(3));
    for (const [c, area] of areas(drawn).entries()) {
      expect(area).toBeCloseTo(
        expectedArea(predictions, c, (clip) => drawn[groups[clip]!]!)!,
        12,
      );
    }
  }
});

it("a class that no drawn group has is left out", () => {
  const predictions: Predictions = {
    trueIndices: [0, 1, 0, 0],
    predictedIndices: [0, 0, 0, 0],
    probabilities: Float64Array.from([0.7, 0.3, 0.4, 0.6, 0.5, 0.5, 0.2, 0.8]),
    classes: 2,
  };
  for (const count of [2, 4]) {
    const areas = rocAreas(predictions, { groups: [0, 1, 0, 0], count });
    expect(areas([1, 1, 0, 0].slice(0, count))).toEqual([2 / 3, 2 / 3]);
    expect(areas([1, 0, 0, 0].slice(0, count))).toEqual([undefined, undefined]);
  }
});
