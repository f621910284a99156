import type { LabelledClips } from "../datasets/labelled-clips.ts";
import { concatRows, type Matrix, selectRows } from "../math/linear-algebra/matrix.ts";
import type { SpeakerProfile } from "../models/adaptation/speaker-profile.ts";
import type { LoadedModel } from "../models/file/loaded-model.ts";
import { speakerCalibrations, type SpeakerCalibrationsOptions } from "../splits/calibration.ts";

/** A model that is tested. */
export type TestedModel = Pick<
  LoadedModel,
  "labels" | "info" | "predictProba" | "checkFeatures" | "estimateSpeaker"
> & {
  adaptTo: (profile: SpeakerProfile) => Promise<Pick<LoadedModel, "predictProba" | "release">>;
};

/** The clips to test on among all. */
export interface TestedClips extends Pick<LabelledClips, "X" | "clips"> {
  readonly tested: readonly number[];
}

/** The answers for tested clips. */
export interface Answers {
  /** The index of each tested clip; it is tested in several draws. */
  readonly rows: readonly number[];
  /** Of each row [rows, labels]. */
  readonly probabilities: Matrix;
  /** The draw of calibration clips that a row belongs to. */
  readonly draws?: readonly number[];
}

/**
 * Predicts clips by a model that is adapted to each speaker before.
 * @throws {AffektError} as `speakerCalibrations`; `mismatch` for a model that cannot be adapted.
 */
export async function predictAdapted(
  model: TestedModel,
  { X, clips, tested }: TestedClips,
  options: SpeakerCalibrationsOptions,
): Promise<Answers> {
  const fold = { name: "of all clips", train: [], test: tested, testSpeakers: [] };
  const calibrations = speakerCalibrations(fold, clips, options);
  const parts: Matrix[] = [];
  for (const { calibration, test } of calibrations) {
    const adapted = await model.adaptTo(model.estimateSpeaker(selectRows(X, calibration)));
    try {
      parts.push(await adapted.predictProba(selectRows(X, test)));
    } finally {
      await adapted.release();
    }
  }
  return {
    rows: calibrations.flatMap(({ test }) => test),
    probabilities: parts.reduce(concatRows),
    draws: calibrations.flatMap(({ draw, test }) => test.map(() => draw)),
  };
}
