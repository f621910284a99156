import { stat } from "node:fs/promises";
import type { LabelledClips } from "../datasets/labelled-clips.ts";
import { AffektError } from "../errors.ts";
import { readModelInfo } from "../models/file/decode-model.ts";
import type { TrainedModel } from "../models/file/trained-model.ts";
import { completeSpec } from "../models/model-spec.ts";
import { trainModel, type TrainModelOptions } from "../models/training/train-model.ts";
import { TRAIN_MODEL, unchecked } from "../models/training/training-options.ts";
import { resolveRuntime } from "../network/runtime/default-runtime.ts";
import { complete } from "../options/check.ts";
import { flag, group, optional, text, withDefault } from "../options/schema.ts";
import type { TrainingControl, TrainingState } from "../training/fit-options.ts";
import { TrainingError } from "../training/training-error.ts";
import { CheckpointFile } from "./files/checkpoint-file.ts";
import { readBytes } from "./files/file.ts";
import { fingerprintOf, trainingIdentity } from "./files/training-identity.ts";
import { nodeRuntime } from "./native-runtime.ts";
import { saveModel } from "./save-model.ts";

const { onState: _, fingerprint: __, pool: ___, ...TRAINING } = TRAIN_MODEL;

const OPTIONS = group({
  ...TRAINING,
  output: text({ text: "the model's file" }),
  resume: withDefault(flag({ text: "continue an interrupted training" }), false),
  onResume: optional(unchecked<(epochs: number) => void>()),
  onWarning: optional(unchecked<(message: string) => void>()),
});

/** Options of `trainToFile`. */
export interface TrainToFileOptions extends Omit<
  TrainModelOptions,
  "onState" | "fingerprint" | "resume" | "pool"
> {
  /** The model's file. During training, a checkpoint with the extension `.checkpoint` is beside it. */
  readonly output: string;
  /** Continues an earlier call with the same options that was interrupted or killed; default false. */
  readonly resume?: boolean;
  /** Called with the number of epochs that an earlier call has completed. */
  readonly onResume?: (epochs: number) => void;
  readonly onWarning?: (message: string) => void;
}

/**
 * Trains a model and writes it to a file. A checkpoint is saved after each epoch and removed at the end. A resumed training gives a
 * bit-identical model. Returns `undefined` when `resume` finds the finished model of the same training, which is left unchanged.
 * @throws {AffektError} as `trainModel`. `diverged`: the file holds the model of the epochs before, if there were any (of an ensemble none),
 * and there is no checkpoint, because resuming would diverge again. `interrupted`: likewise, with a checkpoint to resume from.
 * `mismatch` when the checkpoint belongs to another training; `cannot-write`.
 */
export async function trainToFile(
  labelled: LabelledClips,
  options: TrainToFileOptions,
): Promise<TrainedModel | undefined> {
  const given = complete(OPTIONS, options, "trainToFile");
  const { output, resume, onResume, onWarning = () => {}, ...training } = given;
  const { seed, validationSpeakers, threads = 1 } = training;
  const model = completeSpec(training.model);
  const runtime = await resolveRuntime(training.runtime ?? (() => nodeRuntime()));
  const identity = trainingIdentity(labelled, {
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
      `${checkpoint.path}, left by an interrupted training, will be replaced. Pass resume to continue it`,
    );
  }
  const state = resume ? checkpoint.read(onWarning) : undefined;
  if (state !== undefined) onResume?.(epochsDone(state));
  else if (resume && (await isFinished(output, fingerprint))) return undefined;
  const trained = await trainModel(labelled, {
    ...training,
    model,
    runtime,
    fingerprint,
    resume: state,
    onState: await stateWriter(output, checkpoint, onWarning),
  }).catch(async (error: unknown) => {
    // resuming from there would diverge again
    if (error instanceof AffektError && error.code === "diverged") checkpoint.delete();
    throw await keepPartial(error, output);
  });
  await saveModel(trained, output);
  checkpoint.delete();
  return trained;
}

/** The number of epochs that a training has done, of an ensemble with those of its members. */
function epochsDone({ members = [], epoch }: TrainingState): number {
  return members.reduce((sum, { history }) => sum + history.length, epoch);
}

/** Whether a file holds the model of a training that came to its end. */
async function isFinished(file: string, fingerprint: string): Promise<boolean> {
  try {
    const { training } = readModelInfo(await readBytes(file), { name: file });
    return training.fingerprint === fingerprint && !training.interrupted;
  } catch {
    return false;
  }
}

/** Writes states. The first one that cannot be written is warned of, and the training continues without checkpoints. */
async function stateWriter(
  output: string,
  checkpoint: CheckpointFile,
  onWarning: (message: string) => void,
): Promise<TrainingControl["onState"]> {
  const existing = await stat(output).catch(() => undefined);
  if (existing !== undefined && !existing.isFile()) return undefined; // a pipe or a device
  let works = true;
  return (take) => {
    if (!works) return;
    try {
      checkpoint.write(take());
    } catch (error) {
      works = false;
      onWarning(
        `${error instanceof Error ? error.message : String(error)}; continuing without checkpoints`,
      );
    }
  };
}

/** Writes the partial model of an error. Returns the error, which names the file then. */
async function keepPartial(error: unknown, output: string): Promise<unknown> {
  if (!(error instanceof TrainingError) || error.partial === undefined) return error;
  const partial = error.partial as TrainedModel;
  await saveModel(partial, output);
  const holds = `${output} holds the model after epoch ${partial.bestEpoch}`;
  const goesOn = error.code === "interrupted" ? ". Training with resume continues from it" : "";
  return new TrainingError(
    error.code as "interrupted" | "diverged",
    `${error.message}; ${holds}${goesOn}`,
    { partial, cause: error },
  );
}
