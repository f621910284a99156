import { readFile } from "node:fs/promises";
import { SpeechEncoder } from "../encoder/speech-encoder.ts";
import { AffektError } from "../errors.ts";
import { reasonOf } from "./files/file.ts";
import { nodeRuntime } from "./native-runtime.ts";

const FILE = new URL("../../models/encoder.onnx", import.meta.url);

let loaded: Promise<SpeechEncoder> | undefined;

/**
 * The voice encoder of the package, read on the first call.
 * @throws {AffektError} `not-found` where its file is missing; `mismatch` where it is another one.
 */
export function nodeEncoder(): Promise<SpeechEncoder> {
  loaded ??= load();
  return loaded;
}

/** The bytes of the voice encoder's file. @throws {AffektError} `not-found` */
export function encoderBytes(): Promise<Uint8Array> {
  return readFile(FILE).catch((error: unknown) => {
    throw new AffektError(
      "not-found",
      `voice encoder: cannot read ${FILE.pathname}: ${reasonOf(error)}; install affekt again`,
      { cause: error },
    );
  });
}

async function load(): Promise<SpeechEncoder> {
  return SpeechEncoder.create(await encoderBytes(), await nodeRuntime());
}
