import { fetchBytes } from "../bytes.ts";
import { SpeechEncoder } from "../encoder/speech-encoder.ts";
import { addressOf } from "./models-folder.ts";
import { webRuntime } from "./web-runtime.ts";

let loaded: Promise<SpeechEncoder> | undefined;

/**
 * The voice encoder of the package, fetched on the first call, and again on the next one where that failed.
 * @throws {AffektError} `not-found` where no `modelsPath` is set or the file is missing; `network`; `mismatch` where it is another one.
 */
export async function webEncoder(): Promise<SpeechEncoder> {
  loaded ??= load();
  try {
    return await loaded;
  } catch (error) {
    loaded = undefined;
    throw error;
  }
}

async function load(): Promise<SpeechEncoder> {
  const bytes = await fetchBytes(addressOf("encoder.onnx"), { name: "voice encoder" });
  return SpeechEncoder.create(bytes, webRuntime());
}
