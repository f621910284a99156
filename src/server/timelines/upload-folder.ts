import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cannotWrite } from "../../node/files/output-file.ts";

/** The recordings of jobs that wait or run, in a folder that servers share. */
export class UploadFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The file of a job's recording. */
  placeOf(id: string): string {
    return join(this.#folder, id);
  }

  /** @throws {AffektError} `cannot-write` */
  async put(id: string, bytes: Uint8Array): Promise<void> {
    const place = this.placeOf(id);
    const partial = `${place}.tmp`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(partial, bytes, { mode: 0o600 });
      await rename(partial, place);
    } catch (error) {
      await rm(partial, { force: true });
      throw cannotWrite(place, error);
    }
  }

  async delete(id: string): Promise<void> {
    await rm(this.placeOf(id), { force: true });
  }

  /** Removes what servers that died have left. */
  async sweep(olderThanSeconds: number): Promise<void> {
    const latest = Date.now() - 1000 * olderThanSeconds;
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const place = join(this.#folder, name);
      const found = await stat(place).catch(() => undefined);
      if (found !== undefined && found.mtimeMs < latest) await rm(place, { force: true });
    }
  }
}
