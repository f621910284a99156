import { fetchBytes, readBytes, type ReadBytesOptions } from "../bytes.ts";
import { SpeechEncoder } from "../encoder/speech-encoder.ts";
import { modelFiles } from "./model-files.ts";
import { webRuntime } from "./web-runtime.ts";

let loaded: Promise<SpeechEncoder> | undefined;

/**
 * The voice encoder, 6.6 MB, downloaded on the first call from the place that `setModelFiles` sets. A page that calls it early, with
 * `onProgress`, has it ready for the first prediction.
 * @throws {AffektError} `not-found`, `network`, `mismatch`, `interrupted`; the next call tries again.
 */
export function loadEncoder(options: ReadBytesOptions = {}): Promise<SpeechEncoder> {
  loaded ??= load(options).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(options: ReadBytesOptions): Promise<SpeechEncoder> {
  const { encoder } = modelFiles();
  const named = { name: "voice encoder", ...options };
  const bytes =
    typeof encoder === "string"
      ? await fetchBytes(encoder, named)
      : await readBytes(encoder, named);
  const ready = await SpeechEncoder.create(bytes, webRuntime());
  await ready.encode(new Float32Array(16_000)); // the first call is slow
  return ready;
}
