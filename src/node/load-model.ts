import { collectAudio } from "../audio/audio-stream.ts";
import { extractFeatures } from "../features/extraction/extract.ts";
import { decodeModel } from "../models/file/model-file.ts";
import { EmotionModel, type Prediction } from "../prediction/emotion-model.ts";
import { readBytes } from "./files/file.ts";
import { nodeRuntime } from "./native-runtime.ts";
import { decodeAudio, openRecording } from "./decoding/open-recording.ts";

/** A model that reads recordings from files. */
export class FileEmotionModel extends EmotionModel {
  /** Predicts the recording in a file, by ffmpeg's help where it is needed. Errors: `not-found`, those of `openRecording`, `too-short`, `silent`. */
  async predictFile(file: string): Promise<Prediction> {
    const audio = await collectAudio(await openRecording(file));
    return this.predictFeatures(extractFeatures(audio, this.featureSet, file), file);
  }
}

/** Loads a model from its file, or from the file's bytes. Errors: `not-found`; `unreadable` for what is not a whole model of Affekt; `mismatch`. */
export async function loadModel(model: string | Uint8Array): Promise<FileEmotionModel> {
  const [bytes, name] =
    typeof model === "string" ? [await readBytes(model), model] : [model, "model"];
  const loaded = await decodeModel(bytes, name, await nodeRuntime());
  try {
    return new FileEmotionModel(loaded, { decode: decodeAudio });
  } catch (error) {
    await loaded.release();
    throw error;
  }
}
