import { AffektError } from "../../errors.ts";
import { contentHash } from "../../math/content-hash.ts";

/** Keeps bytes by the hash of their content, where all machines of a queue find them. */
export interface SharedStore {
  /** Keeps bytes; returns the name to get them by, which ends in `/` and their hash. @throws {AffektError} `cannot-write` */
  put(bytes: Uint8Array): Promise<string>;
  /** @throws {AffektError} `not-found` for what is not there, `mismatch` for what is not what was put there. */
  get(name: string): Promise<Uint8Array>;
  /** Removes what this process put there. */
  clean(): Promise<void>;
}

/** What the error of a missing object tells to do. */
export const SAME_STORE = "give this machine and the others the same --store";

/** The bytes of a name. @throws {AffektError} `mismatch` unless they have the hash that the name ends in. */
export function checkedBytes(bytes: Uint8Array, name: string, place: string): Uint8Array {
  if (contentHash(bytes) === name.slice(name.lastIndexOf("/") + 1)) return bytes;
  throw new AffektError(
    "mismatch",
    `${place} is damaged: its content does not have the hash that it is named by; start the command again, which puts it there anew`,
  );
}
