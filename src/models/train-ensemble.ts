import { AffektError } from "../errors.ts";
import { rowShape } from "../math/matrix.ts";
import type { FitResult } from "../training/fit-options.ts";
import type { Ensemble } from "./ensemble.ts";
import { buildNetwork, buildRecipe } from "./network-settings.ts";
import { type NetworkTraining, trainSingle } from "./train-single.ts";

/** Seeds of members are this far apart, since a training takes its seed and the next one. */
const SEED_STEP = 2;

/**
 * Trains the members of an ensemble one after another, each to its own best epoch, and joins their parameters; its epochs are theirs in a row.
 * Errors: as `trainSingle`; `interrupted` where that leaves a member without an epoch.
 */
export async function trainEnsemble(
  training: NetworkTraining,
  { settings: { members } }: Ensemble,
): Promise<FitResult> {
  const { X, labels, seed, resume, onEpoch, onState } = training;
  const epochs = members
    .map((model) => buildRecipe(model, X.rows).epochs)
    .reduce((sum, most) => sum + most, 0);
  const done = [...(resume?.members ?? [])];
  const first = done.length;
  for (const [i, model] of members.entries()) {
    if (i < first) continue;
    const before = done.flatMap(({ history }) => history).length;
    const result = await trainSingle(
      {
        ...training,
        seed: seed + SEED_STEP * i,
        resume: i === first ? resume : undefined,
        onEpoch: (epoch) => onEpoch?.({ ...epoch, epoch: before + epoch.epoch, epochs }),
        ...(onState && { onState: (state) => onState({ ...state, members: [...done] }) }),
      },
      model,
    );
    if (result.interrupted && (i < members.length - 1 || result.history.length === 0)) {
      throw new AffektError(
        "interrupted",
        `interrupted while ${model.kind}, member ${i + 1} of ${members.length}, was trained; the ensemble needs them all`,
      );
    }
    done.push(result);
  }
  const history = done
    .flatMap((result) => result.history)
    .map((epoch, i) => ({ ...epoch, epoch: i + 1, epochs }));
  const sizes = members.map(
    (model) => buildNetwork(model, rowShape(X), labels.length).trainableSize,
  );
  return {
    parameters: joined(done, sizes),
    history,
    bestEpoch: history.length,
    interrupted: done.at(-1)!.interrupted,
  };
}

/** The parameters of members in the order of their common network: what is trainable of all, then the rest of all. */
function joined(results: readonly FitResult[], trainableSizes: readonly number[]): Float32Array {
  const trainable = results.map(({ parameters }, i) => parameters.subarray(0, trainableSizes[i]));
  const others = results.map(({ parameters }, i) => parameters.subarray(trainableSizes[i]));
  return Float32Array.from([...trainable, ...others].flatMap((values) => [...values]));
}
