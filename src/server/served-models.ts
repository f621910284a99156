import { basename } from "node:path";
import { AffektError } from "../errors.ts";
import { type FileEmotionModel, loadModel } from "../node/load-model.ts";
import { Refusal } from "./refusal.ts";

/** The models of a server by name; the first one answers where a request names none. */
export class ServedModels implements AsyncDisposable {
  readonly #models: ReadonlyMap<string, FileEmotionModel>;

  private constructor(models: ReadonlyMap<string, FileEmotionModel>) {
    this.#models = models;
  }

  /**
   * Loads models by their files, or the names of those that ship. Each is served by its file's name without the ending.
   * @throws {AffektError} `invalid-argument` for two of one name; those of `loadModel`.
   */
  static async load(files: readonly string[]): Promise<ServedModels> {
    const models = new Map<string, FileEmotionModel>();
    try {
      for (const file of files) {
        const name = basename(file, ".onnx");
        if (models.has(name)) {
          throw new AffektError("invalid-argument", `two models have the name ${name}; rename one`);
        }
        models.set(name, await loadModel(file));
      }
    } catch (error) {
      await releaseAll(models.values());
      throw error;
    }
    return new ServedModels(models);
  }

  get all(): ReadonlyMap<string, FileEmotionModel> {
    return this.#models;
  }

  /** The model of a name, or the first one. @throws {Refusal} 404 */
  named(name: string | undefined): FileEmotionModel {
    const [first] = this.#models.values();
    const model = name === undefined ? first : this.#models.get(name);
    if (model !== undefined) return model;
    const known = [...this.#models.keys()].join(", ");
    throw new Refusal(404, "not-found", `there is no model ${name}; there are: ${known}`);
  }

  /** The name under which a model is served. */
  nameOf(model: FileEmotionModel): string {
    return [...this.#models].find(([, one]) => one === model)![0];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await releaseAll(this.#models.values());
  }
}

async function releaseAll(models: Iterable<FileEmotionModel>): Promise<void> {
  await Promise.all([...models].map((model) => model.release()));
}
