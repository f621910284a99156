import type { Model } from "../models/file/model-file.ts";
import * as pure from "../models/train-model.ts";
import { webRuntime } from "./web-runtime.ts";

/** What a model is trained on and how; `runtime` is the browser's by default. */
export type TrainModelOptions = Omit<pure.TrainModelOptions, "runtime"> &
  Partial<Pick<pure.TrainModelOptions, "runtime">>;

/** Trains a model on labelled clips, ready for `encodeModel`. Errors: `bad-data`, `invalid-argument`, `diverged`. */
export function trainModel(options: TrainModelOptions): Promise<Model> {
  return pure.trainModel({ runtime: webRuntime, ...options });
}
