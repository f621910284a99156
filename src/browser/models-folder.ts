import { AffektError } from "../errors.ts";

let folder: string | undefined;

/** Sets where the page finds the models that ship with the package. */
export function setModelsFolder(path: string): void {
  folder = path;
}

/** What was last set. */
export function modelsFolder(): string | undefined {
  return folder;
}

/** The address of a model that ships. @throws {AffektError} `not-found` where no folder is set. */
export function addressOf(file: "default.onnx" | "encoder.onnx"): string {
  if (folder !== undefined) return folder + file;
  throw new AffektError(
    "not-found",
    `${file}: it is not known where the page finds it; copy the package's folder models to the site and pass its address as modelsPath`,
  );
}
