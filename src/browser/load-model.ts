import { LoadedModel } from "../models/file/loaded-model.ts";
import { EmotionModel } from "../prediction/emotion-model.ts";
import { openAudio } from "./decode-audio.ts";
import { webRuntime, type WebRuntimeOptions } from "./web-runtime.ts";

/** Loads a model from the bytes of its file. Errors: `unreadable` for what is not a whole model of Affekt; `mismatch`. */
export async function loadModel(
  bytes: Uint8Array,
  options: WebRuntimeOptions = {},
): Promise<EmotionModel> {
  const loaded = await LoadedModel.load(bytes, { name: "model", runtime: webRuntime(options) });
  try {
    return new EmotionModel(loaded, { openAudio });
  } catch (error) {
    await loaded.release();
    throw error;
  }
}
