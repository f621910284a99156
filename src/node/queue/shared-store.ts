/** Keeps bytes by the hash of their content, where all machines of a queue find them. */
export interface SharedStore {
  /** Keeps bytes; returns the name to get them by, which ends in `/` and their hash. @throws {AffektError} `cannot-write` */
  put(bytes: Uint8Array): Promise<string>;
  /** @throws {AffektError} `not-found` for what is not there. */
  get(name: string): Promise<Uint8Array>;
  /** Removes what this process put there. */
  clean(): Promise<void>;
}

/** What the error of a missing object tells to do. */
export const SAME_STORE = "give this machine and the others the same --store";
