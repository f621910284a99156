import { AffektError } from "../errors.ts";
import { groupBy } from "../group-by.ts";
import { Random } from "../math/statistics/random.ts";
import { assertNoLeak, type Fold, speakerNames, type SplitClip } from "./folds.ts";

/** The clips of each test speaker that a model is adapted to, without their labels: a number of clips, or `all`, which are the tested ones. */
export type CalibrationClips = number | "all";

/** Draws of calibration clips. */
export const CALIBRATION_DRAWS = 5;

/** What models were adapted to, in a result. */
export interface Calibration {
  /** Of each test speaker. */
  readonly clips: CalibrationClips;
  /** The number of draws of the clips, over which scores are averaged. */
  readonly draws: number;
  /** Whether the tested clips themselves were adapted to. */
  readonly transductive: boolean;
}

/** The description of a calibration. */
export function calibrationOf(clips: CalibrationClips): Calibration {
  const transductive = clips === "all";
  return { clips, draws: transductive ? 1 : CALIBRATION_DRAWS, transductive };
}

/** The clips of a test speaker that a model is adapted to, and those that the adapted model is tested on. */
export interface SpeakerCalibration {
  readonly draw: number;
  readonly calibration: readonly number[];
  readonly test: readonly number[];
}

/** Options of `speakerCalibrations`. */
export interface SpeakerCalibrationsOptions {
  readonly clips: CalibrationClips;
  readonly seed: number;
}

/**
 * Divides the test clips of a fold, for each draw and speaker, into those that a model is adapted to and those that are tested. No two of
 * different sides are of one take, and each division has passed the leak guard. `all` is the exception: one draw, in which a speaker's test
 * clips are on both sides.
 * @throws {AffektError} `bad-data` where a speaker is not known, or would have nothing to be tested on.
 */
export function speakerCalibrations(
  fold: Fold,
  clips: readonly SplitClip[],
  { clips: count, seed }: SpeakerCalibrationsOptions,
): SpeakerCalibration[] {
  const bySpeaker = groupBy(fold.test, (i) => knownSpeaker(fold, clips[i]!));
  if (count === "all") {
    return [...bySpeaker.values()].map((own) => ({ draw: 0, calibration: own, test: own }));
  }
  const names = speakerNames(clips);
  return Array.from({ length: CALIBRATION_DRAWS }, (_, draw) =>
    [...bySpeaker].map(([speaker, own]) => {
      const random = Random.of(seed, `calibration of ${speaker}`, draw);
      const calibration = random.shuffle([...own]).slice(0, count);
      const takes = new Set(calibration.map((i) => clips[i]!.take));
      const test = own.filter((i) => !takes.has(clips[i]!.take));
      if (test.length === 0) {
        throw new AffektError(
          "bad-data",
          `fold ${fold.name}: speaker ${names.get(speaker)} has ${own.length} clips, none of which is left to test where ${count} are for calibration; ask for fewer`,
        );
      }
      assertNoLeak({ ...fold, calibration, test }, clips, false);
      return { draw, calibration, test };
    }),
  ).flat();
}

function knownSpeaker({ name }: Fold, { speakerId }: SplitClip): string {
  if (speakerId !== undefined) return speakerId;
  throw new AffektError(
    "bad-data",
    `fold ${name}: the speakers of some clips are not known, so no model can be adapted to them; give a manifest with a column speaker`,
  );
}
