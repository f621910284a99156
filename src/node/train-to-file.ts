import { stat } from "node:fs/promises";
import { AffektError } from "../errors.ts";
import { type Model, readModelInfo } from "../models/file/model-file.ts";
import { resolveRuntime } from "../network/runtime/runtime.ts";
import { DivergedError } from "../training/diverged-error.ts";
import type { TrainingState } from "../training/fit-options.ts";
import { CheckpointFile } from "./files/checkpoint-file.ts";
import { readBytes } from "./files/file.ts";
import { nodeRuntime } from "./native-runtime.ts";
import { saveModel } from "./save-model.ts";
import { trainModel, type TrainModelOptions } from "./train-model.ts";
import { fingerprintOf, trainingIdentity } from "./files/training-identity.ts";

/** What is trained, and into which file. */
export interface TrainToFileOptions extends Omit<
  TrainModelOptions,
  "onState" | "fingerprint" | "resume"
> {
  /** The model's file; while training goes on, a checkpoint is beside it, with `.checkpoint` behind the name. */
  readonly output: string;
  /** Goes on where an earlier call with the same options was interrupted or killed, to the same model; default false. */
  readonly resume?: boolean;
  /** Called with the count of epochs that an earlier call has done. */
  readonly onResume?: (epochs: number) => void;
  readonly onWarning?: (message: string) => void;
}

/**
 * Trains a model and writes it. After each epoch a checkpoint is written, from which a killed or interrupted training can be resumed; it is
 * removed at the end. Gives `undefined` where `resume` finds the finished model of the same training, which is left as it is.
 * Errors: as `trainModel`; `diverged`, with the model of the epochs before written where there were any (of an ensemble none), and no checkpoint, since resuming would end in the same way; `interrupted` before the first
 * epoch's end; `mismatch` where the checkpoint is of another training; `cannot-write`.
 */
export async function trainToFile(options: TrainToFileOptions): Promise<Model | undefined> {
  const { output, resume = false, onResume, onWarning = () => {}, ...training } = options;
  const { labelled, model, seed = 0, validationSpeakers = 0, threads = 1 } = options;
  const runtime = await resolveRuntime(options.runtime ?? nodeRuntime);
  const identity = trainingIdentity({
    labelled,
    model,
    seed,
    validationSpeakers,
    threads,
    runtime: runtime.name,
  });
  const fingerprint = fingerprintOf(identity);
  const checkpoint = new CheckpointFile(`${output}.checkpoint`, identity);
  if (!resume && checkpoint.exists) {
    onWarning(
      `${checkpoint.path}, left by an interrupted training, will be replaced; resume would go on from it`,
    );
  }
  const state = resume ? checkpoint.read(onWarning) : undefined;
  if (state !== undefined) onResume?.(epochsDone(state));
  else if (resume && (await isFinished(output, fingerprint))) return undefined;
  const trained = await trainModel({
    ...training,
    runtime,
    fingerprint,
    resume: state,
    onState: await stateWriter(output, checkpoint, onWarning),
  }).catch(async (error: unknown) => {
    if (!(error instanceof AffektError) || error.code !== "diverged") throw error;
    checkpoint.delete(); // to go on from there would end in the same way
    throw error instanceof DivergedError ? await keepDiverged(error, output) : error;
  });
  const { history, interrupted } = trained.trained;
  if (interrupted && history.length === 0) {
    throw new AffektError("interrupted", "interrupted before the first epoch; nothing is written");
  }
  await saveModel(trained, output);
  if (!interrupted) checkpoint.delete();
  return trained;
}

/** Of an ensemble those of all members. */
function epochsDone({ members = [], epoch }: TrainingState): number {
  return members.reduce((sum, { history }) => sum + history.length, epoch);
}

/** Whether a file holds the model of a training that came to its end. */
async function isFinished(file: string, fingerprint: string): Promise<boolean> {
  try {
    const { training } = readModelInfo(await readBytes(file), file);
    return training.fingerprint === fingerprint && !training.interrupted;
  } catch {
    return false;
  }
}

/** Writes states; the first one that cannot be written is warned of, and the training goes on without. */
async function stateWriter(
  output: string,
  checkpoint: CheckpointFile,
  onWarning: (message: string) => void,
): Promise<((state: TrainingState) => void) | undefined> {
  const existing = await stat(output).catch(() => undefined);
  if (existing !== undefined && !existing.isFile()) return undefined; // a pipe or a device
  let works = true;
  return (state) => {
    if (!works) return;
    try {
      checkpoint.write(state);
    } catch (error) {
      works = false;
      onWarning(
        `${error instanceof Error ? error.message : String(error)}; going on without checkpoints`,
      );
    }
  };
}

async function keepDiverged(error: DivergedError<Model>, output: string): Promise<Error> {
  const { kept, message } = error;
  const { history, bestEpoch } = kept.trained;
  if (history.length === 0) return error;
  await saveModel(kept, output);
  return new AffektError(
    "diverged",
    `${message}; ${output} holds the model after epoch ${bestEpoch}`,
    { cause: error },
  );
}
