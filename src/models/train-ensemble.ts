import { concatenate } from "../math/concatenate.ts";
import { AffektError } from "../errors.ts";
import { rowShape } from "../math/matrix.ts";
import type { Network } from "../network/network.ts";
import { DivergedError } from "../training/diverged-error.ts";
import type { Epoch, FitResult } from "../training/fit-options.ts";
import type { Ensemble } from "./kinds/ensemble.ts";
import { buildNetwork, buildRecipe } from "./network-settings.ts";
import { type NetworkTraining, trainSingle } from "./train-single.ts";

/** Seeds of members are this far apart, since a training takes its seed and the next one. */
const SEED_STEP = 2;

/**
 * Trains the members of an ensemble one after another, each to its own best epoch, and joins their parameters; its epochs are theirs in a row.
 * Errors: as `trainSingle`, of which `diverged` keeps nothing: there is no ensemble without all members; `interrupted` where one has no epoch.
 */
export async function trainEnsemble(
  training: NetworkTraining,
  { settings: { members } }: Ensemble,
): Promise<FitResult> {
  const { X, labels, seed, resume, onEpoch, onState } = training;
  const networks = members.map((model) => buildNetwork(model, rowShape(X), labels.length));
  const epochs = members
    .map((model) => buildRecipe(model, X.rows).epochs)
    .reduce((sum, most) => sum + most, 0);
  const done = [...(resume?.members ?? [])];
  const first = done.length;
  for (const [i, model] of [...members.entries()].slice(first)) {
    const before = historyOf(done).length;
    const member: NetworkTraining = {
      ...training,
      seed: seed + SEED_STEP * i,
      resume: i === first ? resume : undefined,
      onEpoch: (epoch) => onEpoch?.({ ...epoch, epoch: before + epoch.epoch, epochs }),
      onState: onState && ((state) => onState({ ...state, members: [...done] })),
    };
    const who = `${model.kind}, member ${i + 1} of ${members.length}`;
    const result = await trainSingle(member, model).catch((cause: unknown) => {
      if (!(cause instanceof DivergedError)) throw cause;
      throw new AffektError(cause.code, `ensemble: ${who}: ${cause.message}`, { cause });
    });
    if (result.interrupted && (i < members.length - 1 || result.history.length === 0)) {
      throw new AffektError(
        "interrupted",
        `interrupted while ${who}, was trained; the ensemble needs them all, and resuming goes on`,
      );
    }
    done.push(result);
  }
  const history = historyOf(done).map((epoch, i) => ({ ...epoch, epoch: i + 1, epochs }));
  return {
    parameters: joined(done, networks),
    history,
    bestEpoch: history.length,
    interrupted: done.at(-1)!.interrupted,
  };
}

function historyOf(results: readonly FitResult[]): Epoch[] {
  return results.flatMap(({ history }) => history);
}

/** The parameters of members in the order of their common network: what is trainable of all, then the rest of all. */
function joined(results: readonly FitResult[], networks: readonly Network[]): Float32Array {
  const parts = results.map(({ parameters }, i) => {
    const { trainableSize } = networks[i]!;
    return [parameters.subarray(0, trainableSize), parameters.subarray(trainableSize)] as const;
  });
  const ordered = [...parts.map(([trainable]) => trainable), ...parts.map(([, rest]) => rest)];
  return concatenate(ordered, (length) => new Float32Array(length));
}
