import type { BytesSource } from "../bytes.ts";

/** Where the files of the package's folder `models` are. */
export interface ModelFiles {
  readonly encoder: string | BytesSource;
  readonly model: string | BytesSource;
}

let given: Partial<ModelFiles> = {};

/** The place of the voice encoder or of the default model: beside the package's scripts, unless set otherwise. */
export async function modelFile(name: keyof ModelFiles): Promise<string | BytesSource> {
  return given[name] ?? (await import("./shipped-files.ts")).SHIPPED_FILES[name];
}

/** Sets the places of the voice encoder and of the default model, or one of them: an address, a URL, a `Response`, a `File` or bytes. */
export function setModelFiles(changed: Partial<ModelFiles>): void {
  given = { ...given, ...changed };
}

/** The address of the voice encoder that was set, for workers. */
export function encoderAddress(): string | undefined {
  const { encoder } = given;
  if (typeof encoder === "string") return new URL(encoder, globalThis.location.href).href;
  return encoder instanceof URL ? encoder.href : undefined;
}
