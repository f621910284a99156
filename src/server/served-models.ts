import { basename } from "node:path";
import { AffektError } from "../errors.ts";
import { readBytes } from "../node/files/file.ts";
import { type FileEmotionModel, fileOf, loadModel } from "../node/load-model.ts";
import { type ModelFile, modelFileOf } from "../node/workers/thread-models.ts";
import { Refusal } from "./refusal.ts";

/** A model of a server. */
export interface ServedModel {
  readonly name: string;
  readonly model: FileEmotionModel;
  readonly file: ModelFile;
}

/** The models of a server by name; the first one answers where a request names none. */
export class ServedModels implements AsyncDisposable {
  readonly #models: ReadonlyMap<string, ServedModel>;

  private constructor(models: ReadonlyMap<string, ServedModel>) {
    this.#models = models;
  }

  /**
   * Loads models by their files, or the names of those that ship. Each is served by its file's name without the ending.
   * @throws {AffektError} `invalid-argument` for two of one name; those of `loadModel`.
   */
  static async load(files: readonly string[]): Promise<ServedModels> {
    const models = new Map<string, ServedModel>();
    try {
      for (const file of files) {
        const name = basename(file, ".onnx");
        if (models.has(name)) {
          throw new AffektError("invalid-argument", `two models have the name ${name}; rename one`);
        }
        const bytes = await readBytes(fileOf(file), file);
        const model = await loadModel(bytes, { name: file });
        models.set(name, { name, model, file: modelFileOf(bytes) });
      }
    } catch (error) {
      await releaseAll(models.values());
      throw error;
    }
    return new ServedModels(models);
  }

  get all(): readonly ServedModel[] {
    return [...this.#models.values()];
  }

  /** The files of the models by name, in memory that threads share. */
  get files(): ReadonlyMap<string, Uint8Array> {
    return new Map(this.all.map(({ name, file }) => [name, file.bytes]));
  }

  /** The model of a name, or the first one. @throws {Refusal} 404 */
  named(name: string | undefined): ServedModel {
    const [first] = this.#models.values();
    const model = name === undefined ? first : this.#models.get(name);
    if (model !== undefined) return model;
    const known = [...this.#models.keys()].join(", ");
    throw new Refusal(404, "not-found", `there is no model ${name}; there are: ${known}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await releaseAll(this.#models.values());
  }
}

async function releaseAll(models: Iterable<ServedModel>): Promise<void> {
  await Promise.all([...models].map(({ model }) => model.release()));
}
