import { encodeModel, type Model } from "../models/file/model-file.ts";
import { writeOutputFile } from "./files/output-file.ts";

/** Writes a model as one `.onnx` file. Errors: `cannot-write`. */
export function saveModel(model: Model, file: string): Promise<void> {
  return writeOutputFile(file, encodeModel(model));
}
