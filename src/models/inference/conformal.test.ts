import { expect, test } from "vitest";
import { Random } from "../../math/statistics/random.ts";
import { conformalThresholds } from "./conformal.ts";

/** Clips of speakers whose probabilities of the true class depend on the speaker: two classes, the first is true. */
function makeClips(seed: number, speakers: number, clips: number) {
  const random = Random.of(seed, "speakers", 0);
  const rows = Array.from({ length: speakers }, (_, s) => {
    const mean = 1.5 * random.normal() + 1;
    return Array.from({ length: clips }, () => ({
      speaker: `speaker ${s}`,
      p: 1 / (1 + Math.exp(-mean - random.normal())),
    }));
  }).flat();
  return {
    X: {
      data: Float32Array.from(rows.flatMap(({ p }) => [p, 1 - p])),
      rows: rows.length,
      columns: 2,
    },
    truth: rows.map(() => 0),
    speakers: rows.map(({ speaker }) => speaker),
    probabilities: rows.map(({ p }) => p),
  };
}

test("over draws of speakers, a new one's sets hold the true class as often as promised", () => {
  const wanted = [0.5, 0.8, 0.9];
  const held = wanted.map(() => 0);
  const draws = 400;
  for (let seed = 0; seed < draws; seed++) {
    const { X, truth, speakers } = makeClips(seed, 20, 8);
    const thresholds = conformalThresholds(X, truth, speakers);
    const { probabilities } = makeClips(1000 + seed, 1, 40);
    for (const [i, coverage] of wanted.entries()) {
      const { threshold } = thresholds.find((one) => one.coverage === coverage)!;
      held[i]! += probabilities.filter((p) => p >= threshold).length / 40;
    }
  }
  for (const [i, coverage] of wanted.entries()) {
    expect(held[i]! / draws).toBeGreaterThan(coverage - 0.035);
    expect(held[i]! / draws).toBeLessThan(coverage + 0.06);
  }
});

test("each speaker weighs the same, however many clips it has", () => {
  const X = { data: Float32Array.of(0.9, 0.1, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8), rows: 4, columns: 2 };
  const [half] = conformalThresholds(X, [0, 0, 0, 0], ["a", "b", "b", "b"]);
  // of a, b and a new one 1.5 are needed: a whole, half of b, which are two of its clips
  expect(half).toEqual({ coverage: 0.5, threshold: Math.fround(0.3) });
});

test("too few speakers promise a high coverage by all classes only", () => {
  const { X, truth, speakers } = makeClips(0, 4, 5);
  expect(conformalThresholds(X, truth, speakers).at(-1)).toEqual({ coverage: 0.95, threshold: 0 });
});
