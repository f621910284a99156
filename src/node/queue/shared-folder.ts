import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { AffektError } from "../../errors.ts";
import { contentHash } from "../../math/content-hash.ts";
import { fileError } from "../files/file.ts";
import { cannotWrite } from "../files/output-file.ts";

/** Keeps bytes by the hash of their content, where all machines of a queue find them. */
export interface SharedStore {
  /** Keeps bytes; returns their hash. */
  put(bytes: Uint8Array): string;
  get(hash: string): Uint8Array;
  /** Removes what this process put there. */
  clean(): void;
}

/** Keeps bytes as files of a folder that machines share. */
export function sharedFolder(folder: string): SharedStore {
  const own = new Set<string>();
  const placeOf = (hash: string): string => join(folder, hash);
  return {
    put(bytes) {
      const hash = contentHash(bytes);
      const place = placeOf(hash);
      if (existsSync(place)) return hash;
      const partial = `${place}.${randomUUID()}.tmp`;
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(partial, bytes);
        renameSync(partial, place);
      } catch (error) {
        rmSync(partial, { force: true });
        throw cannotWrite(place, error);
      }
      own.add(hash);
      return hash;
    },
    get(hash) {
      try {
        return readFileSync(placeOf(hash));
      } catch (error) {
        if (existsSync(placeOf(hash))) throw fileError(error, placeOf(hash));
        throw new AffektError(
          "not-found",
          `${placeOf(hash)} does not exist; give this machine and the others the same folder by --shared`,
          { cause: error },
        );
      }
    },
    clean() {
      for (const hash of own) rmSync(placeOf(hash), { force: true });
      own.clear();
    },
  };
}
