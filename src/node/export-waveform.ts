import { decodeModel } from "../models/file/decode-model.ts";
import { waveformModel } from "../models/file/waveform-model.ts";
import { readBytes } from "./files/file.ts";
import { writeOutputFile } from "./files/output-file.ts";
import { fileOf } from "./load-model.ts";
import { encoderBytes } from "./node-encoder.ts";

/**
 * Writes a model, given by its name or file, as an ONNX file that takes samples.
 * @throws {AffektError} as `decodeModel` and `waveformModel`; `cannot-write`. Gives the number of bytes.
 */
export async function exportWaveform(model: string, output: string): Promise<number> {
  const trained = decodeModel(await readBytes(fileOf(model), model), model);
  const bytes = waveformModel(trained, { encoder: await encoderBytes(), name: model });
  await writeOutputFile(output, bytes);
  return bytes.length;
}
