import type { LabelledClips } from "../datasets/labelled-clips.ts";
import { assertArgument } from "../errors.ts";
import { isAdaptable } from "../models/adaptation/speaker-adaptation.ts";
import {
  type CalibrationClips,
  type SpeakerCalibration,
  speakerCalibrations,
} from "../splits/calibration.ts";
import { assertNoLeak, type Fold, takeValidationSpeakers, withAugmented } from "../splits/folds.ts";
import { innerFolds } from "../splits/inner-folds.ts";
import { type Protocol, type Split, splitClips } from "../splits/protocols.ts";
import type { Candidate } from "./candidate.ts";
import type { FoldOutput } from "./fold-job.ts";

/** One candidate by one protocol with one seed. */
export interface Run {
  readonly candidate: Candidate;
  readonly split: Split;
  readonly seed: number;
  readonly folds: readonly PlannedFold[];
}

/** A fold to run, and its output once it has run. */
export interface PlannedFold {
  readonly fold: Fold;
  /** The clips that the model is adapted to before it is tested; `fold.test` holds the tested clips of each, one after the other. */
  readonly calibrations?: readonly SpeakerCalibration[];
  output?: FoldOutput;
  /** Folds within the training side, for a choice between candidates. */
  readonly inner: readonly PlannedFold[];
}

/** Options of `planRuns`. */
export interface PlanOptions {
  readonly seed: number;
  readonly seeds: number;
  readonly folds?: number | undefined;
  readonly testOn?: readonly string[] | undefined;
  readonly validationSpeakers?: number | undefined;
  readonly innerFolds?: number | undefined;
  readonly calibrationClips?: CalibrationClips | undefined;
}

/**
 * The runs of candidates by protocols and seeds. All candidates of a protocol and seed share a split. Every fold has passed the leak guard.
 * @throws {AffektError} as `splitClips`, `takeValidationSpeakers` and `innerFolds`; `invalid-argument` for inner folds of a protocol that
 * tests known speakers.
 */
export function planRuns(
  labelled: LabelledClips,
  candidates: readonly Candidate[],
  protocols: readonly Protocol[],
  options: PlanOptions,
): Run[] {
  const { seed: first, seeds, calibrationClips } = options;
  if (calibrationClips !== undefined) checkAdaptable(candidates);
  const planned = (fold: Fold, seed: number, inner: readonly PlannedFold[]): PlannedFold => {
    if (calibrationClips === undefined) return { fold, inner };
    const { clips } = labelled;
    const calibrations = speakerCalibrations(fold, clips, { clips: calibrationClips, seed });
    return {
      fold: { ...fold, test: calibrations.flatMap(({ test }) => test) },
      calibrations,
      inner,
    };
  };
  return protocols.flatMap((protocol) =>
    Array.from({ length: seeds }, (_, s) => first + s).flatMap((seed) => {
      const { split, inner } = planSplit(labelled, protocol, { ...options, seed });
      return candidates.map((candidate) => ({
        candidate,
        split,
        seed,
        folds: split.folds.map((fold, f) =>
          planned(
            fold,
            seed,
            inner[f]!.map((own) => planned(own, seed, [])),
          ),
        ),
      }));
    }),
  );
}

function planSplit(
  { clips, augmented }: LabelledClips,
  protocol: Protocol,
  options: PlanOptions,
): { readonly split: Split; readonly inner: readonly (readonly Fold[])[] } {
  const { seed, folds: count, testOn, validationSpeakers = 0 } = options;
  const { innerFolds: innerCount = 0, calibrationClips } = options;
  const split = splitClips(clips, { protocol, seed, folds: count, testOn });
  assertArgument(
    innerCount === 0 || !split.speakerDependent,
    `a nested choice is made on new speakers, but ${protocol} tests known ones; take another protocol`,
  );
  assertArgument(
    calibrationClips === undefined || !split.speakerDependent,
    `models are adapted to new speakers, but ${protocol} tests known ones; take another protocol`,
  );
  const complete = (fold: Fold, f: number): Fold => {
    const held =
      validationSpeakers === 0 || fold.validation !== undefined
        ? fold
        : { ...fold, ...takeValidationSpeakers(fold.train, clips, validationSpeakers, seed + f) };
    const whole = augmented === undefined ? held : withAugmented(held, augmented.sources);
    assertNoLeak(whole, clips, split.speakerDependent, augmented?.sources);
    return whole;
  };
  return {
    split: { ...split, folds: split.folds.map(complete) },
    inner: split.folds.map((fold) =>
      innerCount === 0 ? [] : innerFolds(fold, clips, innerCount, seed).map(complete),
    ),
  };
}

function checkAdaptable(candidates: readonly Candidate[]): void {
  const other = candidates.find(({ model }) => !isAdaptable(model));
  assertArgument(
    other === undefined,
    `${other?.name}: cannot be adapted to a speaker; speech and lda can`,
  );
}
