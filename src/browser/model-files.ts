import type { BytesSource } from "../bytes.ts";

/** Where the files of the package's folder `models` are. */
export interface ModelFiles {
  readonly encoder: string | BytesSource;
  readonly model: string | BytesSource;
}

// bundlers find files by this form
let files: ModelFiles = {
  encoder: new URL("../../models/encoder.onnx", import.meta.url),
  model: new URL("../../models/default.onnx", import.meta.url),
};

/** The places of the voice encoder and of the default model: beside the package's scripts, unless set otherwise. */
export function modelFiles(): ModelFiles {
  return files;
}

/** Sets the places of the voice encoder and of the default model, or one of them: an address, a URL, a `Response`, a `File` or bytes. */
export function setModelFiles(changed: Partial<ModelFiles>): void {
  files = { ...files, ...changed };
}

/** The voice encoder's address, for workers; undefined where it was set to something else than an address. */
export function encoderAddress(): string | undefined {
  const { encoder } = files;
  if (typeof encoder === "string") return new URL(encoder, globalThis.location.href).href;
  return encoder instanceof URL ? encoder.href : undefined;
}
