import { expect, test } from "vitest";
import { rowOf, rowShape, selectRows } from "../../math/linear-algebra/matrix.ts";
import { featureSet } from "../sets/sets.ts";
import { framesIn, stackClips } from "./stack-clips.ts";

const SEQUENCES = featureSet({
  name: "own",
  sampleRate: 1000,
  framing: { nFft: 256, hopLength: 100 },
  descriptors: [{ name: "melSpectrogram", nMels: 2 }],
});

/** A sequence whose values tell frame and column: 10, 11, 20, 21, … */
function clip(frames: number): Float32Array {
  return Float32Array.from({ length: frames * 2 }, (_, i) => 10 * ((i >> 1) + 1) + (i % 2));
}

test("sequences are brought to one length: the middle of longer ones, zeros after shorter ones", () => {
  const X = stackClips([clip(2), clip(3), clip(6)], SEQUENCES, 0.25);
  expect(rowShape(X)).toEqual([3, 2]);
  const rows = [0, 1, 2].map((row) => [...rowOf(X, row)]);
  expect(rows).toEqual([
    [10, 11, 20, 21, 0, 0],
    [10, 11, 20, 21, 30, 31],
    [20, 21, 30, 31, 40, 41],
  ]);
  expect([...X.sequences!.lengths]).toEqual([2, 3, 3]);
});

test("selected rows keep their lengths", () => {
  const X = selectRows(stackClips([clip(1), clip(2), clip(3)], SEQUENCES, 0.25), [2, 0]);
  expect([X.rows, ...X.sequences!.lengths]).toEqual([2, 3, 1]);
  expect(rowShape(X)).toEqual([3, 2]);
});

test("vectors stay as they are", () => {
  const X = stackClips([Float32Array.of(1, 2), Float32Array.of(3, 4)], featureSet("classic"), 9);
  expect(X).toEqual({ data: Float32Array.of(1, 2, 3, 4), rows: 2, columns: 2 });
});

test("a length in seconds is one frame more than hops fit in", () => {
  expect([0.01, 0.1, 0.25, 3].map((seconds) => framesIn(seconds, SEQUENCES))).toEqual([
    1, 2, 3, 31,
  ]);
  for (const seconds of [0, -1, NaN, Infinity]) {
    expect(() => framesIn(seconds, SEQUENCES)).toThrowError(
      `clip length: must be a positive number of seconds, got ${seconds}`,
    );
  }
});
