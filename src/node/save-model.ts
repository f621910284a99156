import { encodeModel } from "../models/file/encode-model.ts";
import type { TrainedModel } from "../models/file/trained-model.ts";
import { writeOutputFile } from "./files/output-file.ts";

/**
 * Writes a model as one `.onnx` file.
 * @throws {AffektError} `cannot-write`; those of `encodeModel`.
 */
export function saveModel(model: TrainedModel, file: string): Promise<void> {
  return writeOutputFile(file, encodeModel(model));
}
