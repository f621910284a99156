import { type BytesSource, fetchBytes, readBytes, type ReadBytesOptions } from "../bytes.ts";
import { LoadedModel } from "../models/file/loaded-model.ts";
import { resolveRuntime } from "../network/runtime/default-runtime.ts";
import type { RuntimeSource } from "../network/runtime/runtime.ts";
import { throwIfAborted } from "../parallel/interruption.ts";
import { EmotionModel } from "../prediction/emotion-model.ts";
import { openAudio } from "./decode-audio.ts";
import { modelFiles } from "./model-files.ts";
import { webRuntime, type WebRuntimeOptions } from "./web-runtime.ts";

/** Options of `loadModel`. */
export interface LoadModelOptions extends ReadBytesOptions, WebRuntimeOptions {
  /** Default: that of browsers. */
  readonly runtime?: RuntimeSource | undefined;
}

/**
 * Loads a model from its file, by default the model that ships: an address, a URL, a response of `fetch`, a `File`, or bytes of any other form.
 * @throws {AffektError} `not-found` where the file or ONNX Runtime's WebAssembly is missing; `network`; `unreadable` for what is not a
 * whole model of Affekt's; `mismatch`; `interrupted`.
 */
export async function loadModel(
  source: string | BytesSource = modelFiles().model,
  { wasmPaths, runtime = () => webRuntime({ wasmPaths }), ...options }: LoadModelOptions = {},
): Promise<EmotionModel> {
  const { name = typeof source === "string" ? source : "model", signal } = options;
  const bytes =
    typeof source === "string"
      ? await fetchBytes(source, { ...options, name })
      : await readBytes(source, { ...options, name });
  const loaded = await LoadedModel.load(bytes, { name, runtime: await resolveRuntime(runtime) });
  try {
    throwIfAborted(signal);
    return new EmotionModel(loaded, { openAudio });
  } catch (error) {
    await loaded.release();
    throw error;
  }
}
