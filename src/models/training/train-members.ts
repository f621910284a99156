import { AffektError } from "../../errors.ts";
import { concatenate } from "../../math/concatenate.ts";
import { rowShape } from "../../math/linear-algebra/matrix.ts";
import type { Network } from "../../network/network.ts";
import type { Epoch, FitResult } from "../../training/fit-options.ts";
import { TrainingError } from "../../training/training-error.ts";
import { buildNetwork, fitSettingsOf } from "../build-network.ts";
import type { SingleModelSpec } from "../model-spec.ts";
import type { TrainNetworkOptions } from "./train-network.ts";

/** Seeds of members are this far apart, since a training uses its seed and the next one. */
const SEED_STEP = 2;

/**
 * Trains the members of an ensemble one after another with `trainMember`, each to its own best epoch, and joins their parameters. The
 * epochs of the ensemble are those of the members in a row.
 * @throws {AffektError} as `trainMember`. There is no partial result before the last member has an epoch, and none of one that diverged.
 */
export async function trainMembers(
  options: TrainNetworkOptions,
  members: readonly SingleModelSpec[],
  trainMember: (options: TrainNetworkOptions, spec: SingleModelSpec) => Promise<FitResult>,
): Promise<FitResult> {
  const { X, labels, seed, resume, onEpoch, onState } = options;
  const networks = members.map((spec) =>
    buildNetwork(spec, { inputShape: rowShape(X), classes: labels.length }),
  );
  const epochs = members.reduce((sum, spec) => sum + fitSettingsOf(spec, X.rows).epochs, 0);
  const done = [...(resume?.members ?? [])];
  const first = done.length;

  const join = (results: readonly FitResult[]): FitResult => {
    const history = historyOf(results).map((epoch, i) => ({ ...epoch, epoch: i + 1, epochs }));
    return {
      parameters: joinParameters(results, networks),
      history,
      bestEpoch: history.length,
      interrupted: results.at(-1)!.interrupted,
    };
  };

  for (const [i, spec] of [...members.entries()].slice(first)) {
    const before = historyOf(done).length;
    const member: TrainNetworkOptions = {
      ...options,
      seed: seed + SEED_STEP * i,
      resume: i === first ? resume : undefined,
      onEpoch: (epoch) => onEpoch?.({ ...epoch, epoch: before + epoch.epoch, epochs }),
      onState: onState && ((take) => onState(() => ({ ...take(), members: [...done] }))),
    };
    const who = `${spec.kind}, member ${i + 1} of ${members.length}`;
    const result = await trainMember(member, spec).catch((error: unknown) => {
      if (!(error instanceof TrainingError)) throw error;
      const isLast = i === members.length - 1;
      throw memberError(error as TrainingError<FitResult>, who, (partial) =>
        isLast ? join([...done, partial]) : undefined,
      );
    });
    done.push(result);
  }
  return join(done);
}

function memberError(
  error: TrainingError<FitResult>,
  who: string,
  join: (partial: FitResult) => FitResult | undefined,
): AffektError {
  if (error.code === "diverged") {
    return new AffektError(error.code, `ensemble: ${who}: ${error.message}`, { cause: error });
  }
  const partial = error.partial && join(error.partial);
  const message =
    partial === undefined
      ? `interrupted while ${who}, was trained. An ensemble needs all members; resume to continue`
      : error.message;
  return new TrainingError("interrupted", message, { partial, cause: error.cause });
}

function historyOf(results: readonly FitResult[]): Epoch[] {
  return results.flatMap(({ history }) => history);
}

/** The parameters of members in the order of their common network: the trainable ones of all, then the others of all. */
function joinParameters(results: readonly FitResult[], networks: readonly Network[]): Float32Array {
  const parts = results.map(({ parameters }, i) => {
    const { trainableSize } = networks[i]!;
    return [parameters.subarray(0, trainableSize), parameters.subarray(trainableSize)] as const;
  });
  const ordered = [...parts.map(([trainable]) => trainable), ...parts.map(([, rest]) => rest)];
  return concatenate(ordered, (length) => new Float32Array(length));
}
