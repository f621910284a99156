import { describeAugmentation } from "../augmentation/augmentation.ts";
import type { LabelledClips } from "../datasets/feature-table.ts";
import { defaultProtocol, type Protocol, splitClips } from "../splits/protocols.ts";
import { rowShape, selectRows } from "../math/matrix.ts";
import { selectLabelled } from "../models/labelled-rows.ts";
import {
  checkFits,
  membersOf,
  type NetworkSettings,
  printedSettings,
} from "../models/network-settings.ts";
import { MODEL_KINDS } from "../models/kinds/model-kinds.ts";
import { type ModelName, presetModel } from "../models/presets.ts";
import { selectTraining } from "../models/training-side.ts";
import { atMost, type Pool } from "../parallel.ts";
import { crossValidate, type TrainedFold } from "./cross-validation.ts";
import type { FoldInput } from "./fold-job.ts";
import type { ModelResult } from "./result.ts";

/** A model to evaluate, by its preset's name, with the settings to use. */
export interface Candidate {
  readonly name: ModelName;
  readonly model: NetworkSettings;
}

/** What to evaluate, on what, how. */
export interface EvaluateModelsOptions {
  readonly labelled: LabelledClips;
  /** Default: `mlp` and `cnn`. */
  readonly candidates?: readonly Candidate[];
  /** Default: `emobox-6` on the whole of RAVDESS, `group-k` elsewhere. */
  readonly protocols?: readonly Protocol[];
  /** Default 0. */
  readonly seed?: number;
  /** Training speakers of each fold that are held out to stop early; default none. */
  readonly validationSpeakers?: number;
  /** Runs the job `fold`. */
  readonly pool: Pool;
  /** Called as each fold of any model ends. */
  readonly onFold?: (finished: number, folds: number) => void;
  readonly signal?: AbortSignal;
}

const DEFAULT_CANDIDATES: readonly Candidate[] = (["mlp", "cnn"] as const).map((name) => ({
  name,
  model: presetModel(name),
}));

/** Cross-validates models by protocols, all folds on one pool; results in the order of protocols, then models. Errors: as `crossValidate`; `mismatch` where a model does not take such features. */
export async function evaluateModels(options: EvaluateModelsOptions): Promise<ModelResult[]> {
  const {
    labelled,
    seed = 0,
    candidates = DEFAULT_CANDIDATES,
    protocols = [defaultProtocol(labelled.clips)],
  } = options;
  for (const { model } of candidates) checkFits(model, rowShape(labelled.X));
  const evaluations = protocols.flatMap((protocol) =>
    candidates.map((candidate) => ({ protocol, candidate })),
  );
  // the convolutional networks' folds take longest and so come first, that no worker is left alone with one at the end
  const queue = evaluations.toSorted((a, b) => cost(b.candidate) - cost(a.candidate));
  const folds = protocols
    .map((protocol) => splitClips(labelled.clips, protocol, { seed }).folds.length)
    .reduce((sum, count) => sum + count * candidates.length, 0);
  // one more than there are workers, so that each finds its next fold ready
  const turn = atMost(options.pool.size + 1);
  let finished = 0;
  const onFold = (): void => options.onFold?.(++finished, folds);
  const results = new Map(
    await Promise.all(
      queue.map(
        async (evaluation) =>
          [evaluation, await evaluateOne(evaluation, { ...options, seed, turn, onFold })] as const,
      ),
    ),
  );
  return evaluations.map((evaluation) => results.get(evaluation)!);
}

type Turn = ReturnType<typeof atMost>;

function cost({ model }: Candidate): number {
  return membersOf(model).some(({ kind }) => MODEL_KINDS[kind].convolves) ? 1 : 0;
}

function evaluateOne(
  { protocol, candidate }: { protocol: Protocol; candidate: Candidate },
  options: EvaluateModelsOptions & { seed: number; turn: Turn; onFold: () => void },
): Promise<ModelResult> {
  const { labelled, seed, pool, turn, onFold, signal } = options;
  const { set, X, clips, augmented, labels, featureSeconds } = labelled;
  return crossValidate({
    model: candidate.name,
    set: set.name,
    settings: {
      ...printedSettings(candidate.model),
      ...(augmented && { augmentation: describeAugmentation(augmented.augmentation) }),
    },
    clips,
    ...(augmented && { copySources: augmented.sources }),
    labels,
    protocol,
    seed,
    featureSeconds,
    validationSpeakers: options.validationSpeakers ?? 0,
    ...(signal && { signal }),
    onFold,
    // rows are copied for a fold only when its turn comes
    trainFold: ({ train, copies, validation, test }) =>
      turn(async () => {
        const input: FoldInput = {
          ...selectTraining(labelled, train, copies),
          model: candidate.model,
          validation: validation && selectLabelled(labelled, validation),
          test: selectRows(X, test),
          seed,
        };
        const fold = (await pool.run("fold", input)) as TrainedFold & { labels: readonly string[] };
        // a fold may not know every emotion, so its own order of labels is translated
        return { ...fold, predicted: fold.predicted.map((i) => labels.indexOf(fold.labels[i]!)) };
      }),
  });
}
