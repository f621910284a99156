import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { AffektError } from "../../errors.ts";
import { errnoOf, reasonOf } from "../files/file.ts";
import { makeFolder } from "../files/folder.ts";

/**
 * What has arrived of a download so far: a file `.part` beside its target, together with its running MD5.
 * Errors of every method: `cannot-write`, naming the file.
 */
export class PartFile {
  readonly path: string;
  readonly #target: string;
  readonly #handle: FileHandle;
  #hash: Hash;
  #size: number;

  private constructor(target: string, path: string, handle: FileHandle, hash: Hash, size: number) {
    this.#target = target;
    this.path = path;
    this.#handle = handle;
    this.#hash = hash;
    this.#size = size;
  }

  /** Opens or makes the part of a target, with the folders above it. */
  static async open(target: string): Promise<PartFile> {
    const path = `${target}.part`;
    return writing(path, async () => {
      makeFolder(dirname(path));
      const handle = await open(path, "a");
      const hash = createHash("md5");
      const { size } = await handle.stat();
      if (size > 0) for await (const chunk of createReadStream(path)) hash.update(chunk);
      return new PartFile(target, path, handle, hash, size);
    });
  }

  /** In bytes. */
  get size(): number {
    return this.#size;
  }

  async append(chunk: Uint8Array): Promise<void> {
    await writing(this.path, () => this.#handle.appendFile(chunk));
    this.#hash.update(chunk);
    this.#size += chunk.length;
  }

  /** Throws away what has arrived. */
  async restart(): Promise<void> {
    if (this.#size > 0) await writing(this.path, () => this.#handle.truncate());
    this.#hash = createHash("md5");
    this.#size = 0;
  }

  /** The MD5 of what has arrived, hexadecimal. */
  md5(): string {
    return this.#hash.copy().digest("hex");
  }

  /** Makes the part the target. */
  async finish(): Promise<void> {
    await writing(this.#target, async () => {
      await this.#handle.sync();
      await rename(this.path, this.#target);
    });
  }

  async delete(): Promise<void> {
    await rm(this.path, { force: true });
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

async function writing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    const reason = errnoOf(cause) === "ENOSPC" ? "the disk is full" : reasonOf(cause);
    throw new AffektError("cannot-write", `${path}: ${reason}`, { cause });
  }
}
