import type { LabelledClips } from "../datasets/labelled-clips.ts";
import { assertNoLeak, takeValidationSpeakers, withAugmented } from "../splits/folds.ts";
import { columnsOf, isSequence } from "../features/sets/columns.ts";
import { hashOf } from "../features/sets/hash.ts";
import { selectLabelled } from "./labelled-rows.ts";
import { selectTraining } from "./training-side.ts";
import type { Model } from "./file/model-file.ts";
import type { ModelFeatures, ModelTraining } from "./file/model-info.ts";
import { resolveRuntime, type RuntimeSource } from "../network/runtime/runtime.ts";
import { VERSION } from "../version.ts";
import { keepingDiverged } from "../training/diverged-error.ts";
import { train, type TrainedNetwork, type TrainInput, type TrainOptions } from "./train.ts";

/** What a model is trained on, how, and what its file is to say. */
export interface TrainModelOptions extends Omit<
  TrainOptions,
  "X" | "y" | "validation" | "seed" | "runtime"
> {
  readonly runtime: RuntimeSource;
  readonly labelled: LabelledClips;
  /** Default 0. */
  readonly seed?: number;
  /** Speakers held out to stop early; default none. */
  readonly validationSpeakers?: number;
  /** Tells this training from others; goes into the file. */
  readonly fingerprint?: string;
}

/** Trains a model on labelled clips, ready for `encodeModel`. Errors: as `train`; `bad-data` where no training speaker would be left. */
export async function trainModel(options: TrainModelOptions): Promise<Model> {
  const { labelled, model, seed = 0, validationSpeakers = 0, runtime, fingerprint } = options;
  const { input, training } = trainingInput(labelled, model, seed, validationSpeakers);
  const { onEpoch, signal, threads, resume, onState } = options;
  const trained = train({
    ...input,
    runtime: await resolveRuntime(runtime),
    onEpoch,
    signal,
    threads,
    resume,
    onState,
  });
  const described = { ...training, ...(fingerprint !== undefined && { fingerprint }) };
  return keepingDiverged(trained, (network: TrainedNetwork) =>
    describeModel(network, described, labelled),
  );
}

/** A trained network with what its file is to say, dated now. */
export function describeModel(
  trained: TrainedNetwork,
  training: Model["training"],
  labelled: Pick<LabelledClips, "set" | "clipSeconds">,
): Model {
  return {
    trained,
    features: featuresOf(labelled),
    training,
    affektVersion: VERSION,
    created: new Date().toISOString(),
  };
}

/** What `train` takes, and what the model's file says of the clips. */
export function trainingInput(
  labelled: LabelledClips,
  model: TrainInput["model"],
  seed: number,
  validationSpeakers = 0,
): { input: TrainInput; training: Model["training"] } {
  const { clips, augmented } = labelled;
  const all = clips.map((_, i) => i);
  const sides =
    validationSpeakers === 0
      ? { train: all }
      : takeValidationSpeakers(all, clips, validationSpeakers, seed);
  const sources = augmented?.sources ?? [];
  const fold = withAugmented(
    { name: "of all clips", ...sides, test: [], testSpeakers: [] },
    sources,
  );
  assertNoLeak(fold, clips, false, sources);
  const { train: learned, validation, augmented: copies } = fold;
  const speakersOf = (indices: readonly number[]): string[] =>
    [...new Set(indices.flatMap((i) => clips[i]!.speakerId ?? []))].sort();
  return {
    input: {
      ...selectTraining(labelled, learned, copies),
      model,
      seed,
      validation: validation && selectLabelled(labelled, validation),
    },
    training: {
      corpora: [...new Set(clips.flatMap(({ corpus }) => corpus ?? []))].sort(),
      speakers: speakersOf(learned),
      clipHashes: learned.map((i) => shortHash(clips[i]!.samplesHash)),
      ...(validation && { validationSpeakers: speakersOf(validation) }),
      ...(augmented && { augmentation: augmented.augmentation }),
    },
  };
}

/** The part of a content hash that a model file keeps: 8 bytes in hexadecimal. */
export function shortHash(contentHash: string): ModelTraining["clipHashes"][number] {
  return contentHash.slice(0, 16);
}

/** What a model's file says of the features that it takes. */
function featuresOf({
  set,
  clipSeconds,
}: Pick<LabelledClips, "set" | "clipSeconds">): ModelFeatures {
  return {
    set,
    hash: hashOf(set),
    columns: columnsOf(set),
    ...(isSequence(set) && { clipSeconds }),
  };
}
