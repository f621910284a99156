import { expect, test } from "vitest";
import golden from "./pitch-path.golden.json" with { type: "json" };
import { likeliestPath, voicedProbability } from "./pitch-path.ts";

test.each(golden.paths)(
  "librosa's path through $pitches pitches, $reach of them in reach, switchProb $switchProb",
  ({ frames, states, ...motion }) => {
    const observations = frames.map(
      (frame) => new Map(frame.map(([pitch, p]) => [pitch!, p! / 97])),
    );
    expect([...likeliestPath(observations, motion)]).toEqual(states);
  },
);

test("a jump out of reach is possible where nothing else is", () => {
  const observations = [new Map([[0, 1]]), new Map([[9, 1]])];
  const path = likeliestPath(observations, { pitches: 10, reach: 3, switchProb: 0 });
  expect([...path]).toEqual([0, 9]);
});

test("a voice's probability is never over 1", () => {
  expect(voicedProbability(new Map())).toBe(0);
  expect(
    voicedProbability(
      new Map([
        [1, 0.25],
        [2, 0.5],
      ]),
    ),
  ).toBe(0.75);
  expect(
    voicedProbability(
      new Map([
        [1, 0.75],
        [2, 0.5],
      ]),
    ),
  ).toBe(1);
});
