import * as v from "valibot";
import type { RuntimeSource } from "../../network/runtime/runtime.ts";
import { described, integer, optional, text, withDefault } from "../../options/schema.ts";
import type { Pool } from "../../parallel/pool.ts";
import type { Epoch, TrainingControl, TrainingState } from "../../training/fit-options.ts";
import type { ModelSpec } from "../model-spec.ts";
import type { TrainJobs } from "./train-on-rows.ts";

/** An option that is checked where it is used. */
export const unchecked = <T>() => v.custom<T>(() => true);

/** A model; its settings are checked by `completeSpec`. */
export const MODEL = described<ModelSpec>(
  v.custom<ModelSpec>((value) => value !== undefined),
  { text: "model" },
  'a model such as presetModel("mlp")',
);

/** The options of `trainModel`. */
export const TRAIN_MODEL = {
  model: MODEL,
  seed: withDefault(integer({ min: 0, text: "random seed" }), 0),
  validationSpeakers: withDefault(
    integer({ min: 0, text: "speakers held out for early stopping" }),
    0,
  ),
  threads: optional(integer({ min: 1, max: 1024, text: "threads inside an operator" })),
  fingerprint: optional(text({ text: "identity of the training in the model's file" })),
  pool: optional(unchecked<Pool<TrainJobs>>()),
  runtime: optional(unchecked<RuntimeSource>()),
  onEpoch: optional(unchecked<(epoch: Epoch) => unknown>()),
  onState: optional(unchecked<NonNullable<TrainingControl["onState"]>>()),
  resume: optional(unchecked<TrainingState>()),
  signal: optional(unchecked<AbortSignal>()),
};
