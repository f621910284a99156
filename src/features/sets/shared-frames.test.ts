import { expect, test } from "vitest";
import { speechSignal } from "../speech.fixture.ts";
import { featureSet } from "./sets.ts";
import { frameStep, SharedFrames } from "./shared-frames.ts";
import { clipValues, overlappingClipValues } from "./vector.ts";

const speech = speechSignal();

test.each(["classic-180", "frames-mfcc"])(
  "clips of %s that overlap have their values",
  async (name) => {
    const set = featureSet(name);
    const step = frameStep(set);
    expect(step).toBe(set.framing.hopLength);
    const frames = new SharedFrames(set.framing);
    // some behind those before, some before them, some beside them, and one without a frame of its own alone
    for (const [first, last] of [
      [0, 30],
      [10, 40],
      [12, 41],
      [3, 50],
      [41, 60],
      [0, 8],
      [55, 57],
      [20, 62],
    ] as const) {
      const start = first * step;
      const samples = speech.subarray(start, last * step + 100);
      const values = await overlappingClipValues(samples, { set, overlap: { frames, start } });
      expect(values).toEqual(clipValues(samples, { set }));
      frames.dropBefore(start - 5 * step);
    }
  },
);

test("sets that take more than the magnitudes of their frames share none", () => {
  for (const name of ["classic", "speech"]) expect(frameStep(featureSet(name))).toBe(1);
});

test("a clip that begins between frames is refused", () => {
  const frames = new SharedFrames(featureSet("classic-180").framing);
  expect(() => frames.blocksOf(speech, 100)).toThrow("no frame begins at sample 100");
});
