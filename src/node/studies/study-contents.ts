import type { Augmentation } from "../../augmentation/augmentation.ts";
import type { ChannelChoice } from "../../audio/mix.ts";
import type { LabelOptions } from "../../corpora/label-mapping.ts";
import type { FeatureSetDefinition } from "../../features/sets/definition.ts";
import { clipKey } from "../../evaluation/clip-key.ts";
import { speakersOf } from "../../evaluation/predicted-clip.ts";
import { ALL_SPEAKERS } from "../../model-selection/final-search.ts";
import type { SearchedModel } from "../../model-selection/model-space.ts";
import type { NamedSearch } from "../../model-selection/optuna-journal.ts";
import type { SplitSettings } from "../../model-selection/plan-search.ts";
import {
  type FoldBest,
  type OuterResult,
  type SearchResult,
  type TrialRecord,
  trialRecords,
} from "../../model-selection/search-result.ts";
import type { SearchSettings } from "../../model-selection/search-settings.ts";
import { bestTrial } from "../../tuning/best-trial.ts";
import { StudyFile } from "./study-file.ts";

/** The definition of a study: everything that is needed to continue it. */
export interface StudyRequest {
  readonly sources: readonly string[];
  readonly models: readonly SearchedModel[];
  /** Null for the set of the sources' tables, or the standard one. */
  readonly sets: readonly (FeatureSetDefinition | null)[];
  readonly augmentations: readonly Augmentation[];
  readonly channel?: ChannelChoice | undefined;
  readonly labels: LabelOptions;
  readonly clipSeconds?: number | undefined;
  readonly split: SplitSettings;
  readonly settings: SearchSettings;
  /** Of each fold. */
  readonly trials: number;
}

/** The winner of a fold, with the scores of its test where there was one. */
export type FoldWinner = Pick<FoldBest, "fold" | "trial" | "params" | "inner"> & Partial<FoldBest>;

/** The contents of a study's file. */
export interface StudyContents {
  readonly file: string;
  readonly request: StudyRequest;
  readonly searches: readonly NamedSearch[];
  readonly trials: readonly TrialRecord[];
  readonly best: readonly FoldWinner[];
  /** Absent until all folds were tested. */
  readonly outer?: OuterResult;
}

/** The result of a study's tests. */
interface KeptResult {
  readonly best: readonly FoldBest[];
  readonly outer: OuterResult;
}

/** Notes what a study is asked for. */
export function keepRequest(study: StudyFile, request: StudyRequest): void {
  study.setFact("request", request);
}

/** The definition of the study. */
export function requestOf(study: StudyFile): StudyRequest {
  return study.fact("request") as StudyRequest;
}

/** The prediction for a clip by the winner of its fold. */
export interface KeptPrediction {
  readonly clip: string;
  readonly speaker: string;
  readonly emotion: string;
  readonly predicted: string;
}

/** Keeps the result of a study's tests. */
export function keepResult(study: StudyFile, { best, outer, evaluation }: SearchResult): void {
  const { predictions } = evaluation.models[0]!;
  const speakers = speakersOf(predictions);
  const kept = predictions.map(({ clip, predicted }, i): KeptPrediction => ({
    clip: clipKey(clip),
    speaker: speakers[i]!,
    emotion: clip.emotion,
    predicted,
  }));
  study.setFact("result", { best, outer });
  study.saveOutput("predictions", kept);
}

/** The predictions of a study's winners; undefined until all folds are tested. */
export function predictionsOf(study: StudyFile): readonly KeptPrediction[] | undefined {
  return study.output("predictions") as readonly KeptPrediction[] | undefined;
}

/** Reads a study. @throws {AffektError} as `StudyFile.read`. */
export function readStudy(file: string): StudyContents {
  using study = StudyFile.read(file);
  const searches = study.searches.map((name) => ({ name, ...study.load(name)! }));
  const result = study.fact("result") as KeptResult | undefined;
  return {
    file,
    request: requestOf(study),
    searches,
    trials: searches.flatMap(({ name, trials }) => trialRecords(name, trials)),
    best: searches
      .filter(({ name }) => name !== ALL_SPEAKERS)
      .flatMap(
        (search): FoldWinner[] =>
          result?.best.filter(({ fold }) => fold === search.name) ?? winnerOf(search),
      ),
    ...(result && { outer: result.outer }),
  };
}

function winnerOf({ name, definition, trials }: NamedSearch): FoldWinner[] {
  const best = bestTrial(trials, definition);
  if (best === undefined) return [];
  const [{ id }] = trialRecords(name, [best]) as [TrialRecord];
  return [{ fold: name, trial: id, params: best.params, inner: best.values!["uar"]! }];
}
