import { describe, expect, test } from "vitest";
import type { AugmentedClips, LabelledClips } from "../datasets/labelled-clips.ts";
import { madeUp } from "../evaluation/made-up.fixture.ts";
import type { Augmentation } from "../augmentation/augmentation.ts";
import { selectRows } from "../math/linear-algebra/matrix.ts";
import { innerFoldsOf, planSearch } from "./plan-search.ts";
import {
  augmentationName,
  copiesOf,
  foldWithCopies,
  type SearchClips,
  withCopies,
} from "./search-clips.ts";

const SPEED = { speed: { rate: [0.9, 1.1] } } as const;
const BOTH = { ...SPEED, room: { rt60: [0.2, 0.8] } } as const;

const plain = madeUp();
const rows = [...plain.y.keys()];

/** A copy of each of these clips. */
function copies(augmentation: Augmentation, sources: readonly number[]): AugmentedClips {
  return { augmentation, sources, X: selectRows(plain.X, sources) };
}

const clips: SearchClips = {
  ...plain,
  augmented: copies(BOTH, rows.toReversed()),
  otherCopies: [copies(SPEED, rows.slice(20))],
};

test("augmentations are named by their effects", () => {
  const names = copiesOf(clips).map(({ augmentation }) => augmentationName(augmentation));
  expect(names).toEqual(["speed+room", "speed"]);
  expect(withCopies(clips, "speed")).toEqual({ ...plain, augmented: clips.otherCopies![0] });
  expect(withCopies(clips, "none")).toEqual(plain);
});

describe("copies are on the side of their clips", () => {
  const run = planSearch([clips], { seed: 0, folds: 3 });

  test.each(["speed+room", "speed"])("%s", (name) => {
    const labelled = withCopies(clips, name);
    const { sources } = labelled.augmented!;
    for (const { fold, inner } of run.folds) {
      expect(fold.augmented).toBeUndefined();
      const sides = [foldWithCopies(fold, labelled), ...innerFoldsOf(inner, labelled)];
      for (const { train, test: tested, augmented } of sides) {
        const trained = new Set(train);
        const copied = augmented!.map((copy) => sources[copy]!);
        expect(copied.every((clip) => trained.has(clip) && !tested.includes(clip))).toBe(true);
        expect(copied).toHaveLength(sources.filter((clip) => trained.has(clip)).length);
      }
    }
  });

  test("and the leak guard finds one that would tell of the test side", () => {
    const [{ fold }] = run.folds as [(typeof run.folds)[0]];
    const [tested = 0] = fold.test;
    const leaky = { ...fold, train: [...fold.train, tested] };
    const labelled: LabelledClips = withCopies(clips, "speed+room");
    expect(() => foldWithCopies(leaky, labelled)).toThrow(/fold 1: .* test/);
  });
});
