import type { LabelledClip, LabelledClips } from "../../datasets/labelled-clips.ts";
import { assertArgument } from "../../errors.ts";
import { columnsOf, isSequence } from "../../features/sets/columns.ts";
import { hashOf } from "../../features/sets/hash.ts";
import { resolveRuntime } from "../../network/runtime/default-runtime.ts";
import type { RuntimeSource } from "../../network/runtime/runtime.ts";
import { complete } from "../../options/check.ts";
import { group } from "../../options/schema.ts";
import { throwIfAborted } from "../../parallel/interruption.ts";
import type { Pool } from "../../parallel/pool.ts";
import {
  assertNoLeak,
  type Fold,
  takeValidationSpeakers,
  withAugmented,
} from "../../splits/folds.ts";
import type { TrainingControl } from "../../training/fit-options.ts";
import { convertResult } from "../../training/training-error.ts";
import { VERSION } from "../../version.ts";
import type { SetFeatures } from "../file/model-features.ts";
import { checkModelFeatures, type ModelTraining, type TrainingSource } from "../file/model-info.ts";
import type { TrainedModel, TrainingData } from "../file/trained-model.ts";
import { selectLabelled } from "../labelled-rows.ts";
import { checkLabelTexts } from "../labels.ts";
import { isAdaptable } from "../adaptation/speaker-adaptation.ts";
import type { ModelSpec } from "../model-spec.ts";
import { selectTraining } from "./select-training.ts";
import {
  type TrainedNetwork,
  type TrainingInput,
  type TrainJobs,
  trainOnRows,
} from "./train-on-rows.ts";
import { TRAIN_MODEL } from "./training-options.ts";

const OPTIONS = group(TRAIN_MODEL);

/** Options of `trainModel`. */
export interface TrainModelOptions extends TrainingControl {
  readonly model: ModelSpec;
  /** Default 0. */
  readonly seed?: number | undefined;
  /** The number of speakers held out for early stopping; default none. */
  readonly validationSpeakers?: number | undefined;
  /** Identifies the training in the model's file. */
  readonly fingerprint?: string | undefined;
  /** Trains on this pool instead of the calling thread. `onState` and `resume` are not possible then, and `"stop"` of `onEpoch` does nothing. */
  readonly pool?: Pool<TrainJobs> | undefined;
  /** Default: that of the platform. */
  readonly runtime?: RuntimeSource | undefined;
  /** Threads inside an operator; default 1. */
  readonly threads?: number | undefined;
}

/**
 * Trains a model on labelled clips, ready for `encodeModel`: holds speakers out, checks for leaks, and describes the data for the file.
 * @throws {AffektError} as `trainOnRows`; `invalid-argument` for options that are unknown or out of range; `bad-data` where no training speaker would be left, and for labels that a file cannot hold.
 * {TrainingError} `interrupted` and `diverged`, with the model of the epochs before; not on a pool.
 */
export async function trainModel(
  labelled: LabelledClips,
  options: TrainModelOptions,
): Promise<TrainedModel> {
  const given = complete(OPTIONS, options, "trainModel");
  const { model: spec, seed, validationSpeakers, threads, fingerprint, ...how } = given;
  const features = featuresOf(labelled);
  checkModelFeatures(features);
  checkLabelTexts(labelled.labels);
  const fold = divide(labelled, validationSpeakers, seed);
  const { train, validation, augmented } = fold;
  const rows = selectTraining(labelled, train, augmented);
  const input: TrainingInput = {
    ...rows,
    spec,
    learnsAdaptation: isAdaptable(spec) && areSeveral(rows.speakers),
    seed,
    validation: validation && selectLabelled(labelled, validation),
    threads,
  };
  const data = { ...dataOf(labelled, fold), ...(fingerprint !== undefined && { fingerprint }) };
  return convertResult(trainHereOrOn(input, how), (trained) => ({
    ...trained,
    features,
    data,
    affektVersion: VERSION,
    created: new Date().toISOString(),
  }));
}

/** Whether something can be learned from the differences of speakers. */
function areSeveral(speakers: TrainingInput["speakers"] = []): boolean {
  return new Set(speakers).size >= 2 && !speakers.includes(undefined);
}

async function trainHereOrOn(
  input: TrainingInput,
  { pool, runtime, ...control }: Pick<TrainModelOptions, "pool" | "runtime"> & TrainingControl,
): Promise<TrainedNetwork> {
  const { onEpoch, onState, resume, signal } = control;
  throwIfAborted(signal, "training: interrupted before the first epoch");
  if (pool === undefined) {
    return trainOnRows(input, { ...control, runtime: await resolveRuntime(runtime) });
  }
  assertArgument(
    onState === undefined && resume === undefined,
    "training: onState and resume are not possible on a pool; leave pool out",
  );
  return pool.run("train", input, { signal, onItem: onEpoch });
}

function divide({ clips, augmented }: LabelledClips, speakers: number, seed: number): Fold {
  const all = clips.map((_, i) => i);
  const sides =
    speakers === 0 ? { train: all } : takeValidationSpeakers(all, clips, speakers, seed);
  const sources = augmented?.sources ?? [];
  const fold = withAugmented(
    { name: "of all clips", ...sides, test: [], testSpeakers: [] },
    sources,
  );
  assertNoLeak(fold, clips, false, sources);
  return fold;
}

function dataOf({ clips, augmented }: LabelledClips, { train, validation }: Fold): TrainingData {
  const speakersOf = (indices: readonly number[]): string[] =>
    [...new Set(indices.flatMap((i) => clips[i]!.speakerId ?? []))].sort();
  return {
    sources: sourcesOf(train.map((i) => clips[i]!)),
    speakers: speakersOf(train),
    clipHashes: train.map((i) => shortHash(clips[i]!.samplesHash)),
    ...(validation && { validationSpeakers: speakersOf(validation) }),
    ...(augmented && { augmentation: augmented.augmentation }),
  };
}

function sourcesOf(clips: readonly LabelledClip[]): TrainingSource[] {
  const bySource = new Map<string, LabelledClip[]>();
  for (const clip of clips) {
    const name =
      clip.corpus ??
      clip.source
        .replace(/[/\\]+$/, "")
        .split(/[/\\]/)
        .at(-1)!;
    const own = bySource.get(name);
    if (own === undefined) bySource.set(name, [clip]);
    else own.push(clip);
  }
  return [...bySource]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => ({
      name,
      clips: own.length,
      speakers: new Set(own.flatMap(({ speakerId }) => speakerId ?? [])).size,
    }));
}

/** The part of a content hash that a model's file keeps: 8 bytes in hexadecimal. */
export function shortHash(contentHash: string): ModelTraining["clipHashes"][number] {
  return contentHash.slice(0, 16);
}

function featuresOf({ set, clipSeconds }: LabelledClips): SetFeatures {
  return {
    set,
    hash: hashOf(set),
    columns: columnsOf(set),
    ...(isSequence(set) && { clipSeconds }),
  };
}
