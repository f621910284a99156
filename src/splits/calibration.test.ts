import { expect, test } from "vitest";
import { CALIBRATION_DRAWS, speakerCalibrations } from "./calibration.ts";
import { type SplitClip } from "./folds.ts";

/** Two speakers with six clips each; the last two of each are one take. */
const clips: SplitClip[] = ["a", "b", "c"].flatMap((speakerId) =>
  [0, 1, 2, 3, 4, 4].map((take) => ({
    emotion: take % 2 === 0 ? "sad" : "happy",
    speakerId,
    take: `${speakerId}${take}`,
  })),
);
const fold = {
  name: "1",
  train: [0, 1, 2, 3, 4, 5],
  test: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
  testSpeakers: ["b", "c"],
};

test("each speaker's clips are drawn five times, and neither they nor others of their takes are tested", () => {
  const all = speakerCalibrations(fold, clips, { clips: 3, seed: 1 });
  expect(all).toHaveLength(2 * CALIBRATION_DRAWS);
  expect(new Set(all.map(({ draw }) => draw))).toEqual(new Set([0, 1, 2, 3, 4]));
  for (const { calibration, test: tested } of all) {
    expect(calibration).toHaveLength(3);
    const speakers = [...calibration, ...tested].map((i) => clips[i]!.speakerId);
    expect(new Set(speakers).size).toBe(1);
    const takes = new Set(calibration.map((i) => clips[i]!.take));
    expect(tested.some((i) => takes.has(clips[i]!.take))).toBe(false);
  }
  expect(
    new Set(all.map(({ calibration }) => calibration.toSorted((a, b) => a - b).join())).size,
  ).toBeGreaterThan(4);
  expect(speakerCalibrations(fold, clips, { clips: 3, seed: 1 })).toEqual(all);
  expect(speakerCalibrations(fold, clips, { clips: 3, seed: 2 })).not.toEqual(all);
});

test("labels have no part in the draws", () => {
  const others = clips.map((clip) => ({ ...clip, emotion: "neutral" }));
  const drawn = { clips: 2, seed: 1 };
  expect(speakerCalibrations(fold, others, drawn)).toEqual(speakerCalibrations(fold, clips, drawn));
});

test("`all` adapts to the tested clips", () => {
  expect(speakerCalibrations(fold, clips, { clips: "all", seed: 0 })).toEqual(
    [fold.test.slice(0, 6), fold.test.slice(6)].map((own) => ({
      draw: 0,
      calibration: own,
      test: own,
    })),
  );
});

test("a calibration clip that is planted in the training is refused", () => {
  const leaking = { ...fold, train: [0, 6] };
  expect(() => speakerCalibrations(leaking, clips, { clips: 1, seed: 0 })).toThrow(
    /speaker b is on the training side and on the/,
  );
});

test("too many clips, and clips of unknown speakers", () => {
  expect(() => speakerCalibrations(fold, clips, { clips: 6, seed: 0 })).toThrow(
    /fold 1: speaker b has 6 clips, none of which is left to test where 6 are for calibration/,
  );
  const unknown = clips.map(({ emotion, take }) => ({ emotion, take }));
  expect(() => speakerCalibrations(fold, unknown, { clips: 1, seed: 0 })).toThrow(
    /the speakers of some clips are not known/,
  );
});
