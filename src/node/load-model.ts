import "./default-runtime.ts";
import { LoadedModel } from "../models/file/loaded-model.ts";
import { EmotionModel, type PredictOptions } from "../prediction/emotion-model.ts";
import type { RecordingPrediction } from "../prediction/prediction.ts";
import { openAudio, openRecording } from "./decoding/open-recording.ts";
import { readBytes as readFileBytes } from "./files/file.ts";
import { readSource } from "./files/read-source.ts";
import { type BytesSource, fetchBytes, type ReadBytesOptions } from "../bytes.ts";
import { resolveRuntime } from "../network/runtime/default-runtime.ts";
import type { RuntimeSource } from "../network/runtime/runtime.ts";
import { throwIfAborted } from "../parallel/interruption.ts";
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

/** Options of `loadModel`. */
export interface LoadModelOptions extends ReadBytesOptions {
  /** Default: that of Node. */
  readonly runtime?: RuntimeSource | undefined;
}

/**
 * Loads a model: one that ships by its name, `default` unless another is given, or from a path, an `http:` or `https:` address, a URL, or
 * bytes of any form.
 * @throws {AffektError} `not-found`; `network`; `unreadable` for what is not a whole model of Affekt's; `mismatch`; `interrupted`.
 */
export async function loadModel(
  source: string | BytesSource = "default",
  { runtime = () => nodeRuntime(), ...options }: LoadModelOptions = {},
): Promise<FileEmotionModel> {
  const { name = typeof source === "string" ? source : "model", signal } = options;
  const bytes = await bytesOf(source, { ...options, name });
  const resolved = await resolveRuntime(runtime);
  throwIfAborted(signal);
  const loaded = await LoadedModel.load(bytes, { name, runtime: resolved });
  try {
    throwIfAborted(signal);
    return new FileEmotionModel(loaded, {
      openAudio: async (source, { name, signal }) =>
        openAudio(await readSource(source, { name, signal }), { name }),
    });
  } catch (error) {
    await loaded.release();
    throw error;
  }
}

/** The bytes of the file of a model, given as to `loadModel`. @throws {AffektError} `not-found`, `unreadable` */
export function modelBytes(model = "default"): Promise<Uint8Array> {
  return bytesOf(model, { name: model });
}

function bytesOf(source: string | BytesSource, options: ReadBytesOptions): Promise<Uint8Array> {
  if (typeof source !== "string") return readSource(source, options);
  return /^https?:\/\//i.test(source)
    ? fetchBytes(source, options)
    : readFileBytes(fileOf(source), source);
}

/** The file of a model that is given by its name or its file. @throws {AffektError} `not-found` */
export function fileOf(model: string): string {
  return isShipped(model) ? shippedFile(model) : model;
}
