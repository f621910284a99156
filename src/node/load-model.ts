import { LoadedModel } from "../models/file/loaded-model.ts";
import { EmotionModel, type PredictOptions } from "../prediction/emotion-model.ts";
import type { RecordingPrediction } from "../prediction/prediction.ts";
import { openAudio, openRecording } from "./decoding/open-recording.ts";
import { readBytes } from "./files/file.ts";
import { isShipped, shippedFile } from "./shipped-models.ts";
import { nodeRuntime } from "./native-runtime.ts";

/** A model that reads recordings from files. */
export class FileEmotionModel extends EmotionModel {
  /**
   * Predicts the recording in a file, with ffmpeg where no decoder of Affekt's reads it.
   * @throws {AffektError} `not-found`; those of `openRecording` and `predictStream`.
   */
  async predictFile(file: string, options: PredictOptions = {}): Promise<RecordingPrediction> {
    return this.predictStream(await openRecording(file, options), { name: file, ...options });
  }
}

/**
 * Loads a model: one that ships by its name, `default` unless another is given, or a model's file or its bytes.
 * @throws {AffektError} `not-found`; `unreadable` for what is not a whole model of Affekt's; `mismatch`.
 */
export async function loadModel(model: string | Uint8Array = "default"): Promise<FileEmotionModel> {
  const [bytes, name] =
    typeof model === "string" ? [await readBytes(fileOf(model), model), model] : [model, "model"];
  const loaded = await LoadedModel.load(bytes, { name, runtime: await nodeRuntime() });
  try {
    return new FileEmotionModel(loaded, { openAudio });
  } catch (error) {
    await loaded.release();
    throw error;
  }
}

/** The file of a model that is given by its name or its file. @throws {AffektError} `not-found` */
export function fileOf(model: string): string {
  return isShipped(model) ? shippedFile(model) : model;
}
