import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { AffektError } from "../../errors.ts";
import { contentHash } from "../../math/content-hash.ts";
import { errnoOf, fileError } from "../files/file.ts";
import { cannotWrite } from "../files/output-file.ts";
import {
  removeStaleFolders,
  temporaryFolderPrefix,
  temporaryNameBeside,
} from "../files/stale-files.ts";
import { checkedBytes, SAME_STORE, type SharedStore } from "./shared-store.ts";

/** Keeps bytes as files of a folder that machines share, in a folder of this process. Folders of processes that were killed are removed. */
export function folderStore(folder: string): SharedStore {
  const own = join(folder, `${temporaryFolderPrefix()}${randomUUID().slice(0, 6)}`);
  let isReady: Promise<void> | undefined;
  const prepare = async (): Promise<void> => {
    await removeStaleFolders(folder);
    await mkdir(own, { recursive: true });
  };
  return {
    async put(bytes) {
      const hash = contentHash(bytes);
      const place = join(own, hash);
      try {
        await (isReady ??= prepare());
        // a name of its own, since the same bytes may be put twice at once
        const partial = temporaryNameBeside(place);
        await writeFile(partial, bytes);
        await rename(partial, place);
      } catch (error) {
        throw cannotWrite(place, error);
      }
      return `${basename(own)}/${hash}`;
    },
    async get(name) {
      const place = join(folder, name);
      try {
        return checkedBytes(await readFile(place), name, place);
      } catch (cause) {
        if (cause instanceof AffektError) throw cause;
        if (errnoOf(cause) !== "ENOENT") throw fileError(cause, place);
        throw new AffektError("not-found", `${place} does not exist; ${SAME_STORE}`, { cause });
      }
    },
    clean: () => rm(own, { recursive: true, force: true }),
  };
}
