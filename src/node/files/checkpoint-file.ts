import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import { AffektError } from "../../errors.ts";
import type { TrainingState } from "../../training/fit-options.ts";
import { errnoOf, fileError, reasonOf } from "./file.ts";
import { differences, type TrainingIdentity } from "./training-identity.ts";

/** The first bytes of a checkpoint; a checksum of the rest follows, then the rest: identity and state, serialised by V8. */
const MAGIC = Buffer.from("affekt checkpoint 2\n");
const CHECKSUM_BYTES = 4;

/** The state of a training in a file, from which an interrupted training continues. */
export class CheckpointFile {
  readonly path: string;
  readonly #identity: TrainingIdentity;

  constructor(path: string, identity: TrainingIdentity) {
    this.path = path;
    this.#identity = identity;
  }

  /**
   * The state in the file; `undefined` where there is no file, or where it is damaged, which `onWarning` is told.
   * @throws {AffektError} `mismatch` where it is of another training; `unreadable`.
   */
  read(onWarning: (message: string) => void): TrainingState | undefined {
    const bytes = this.#bytes();
    if (bytes === undefined) return undefined;
    const content = parse(bytes);
    if (content === undefined) {
      onWarning(`${this.path} is damaged and cannot be used`);
      return undefined;
    }
    const other = differences(content.identity, this.#identity);
    if (other.length === 0) return content.state;
    throw new AffektError(
      "mismatch",
      `${this.path} belongs to a training with different ${other.join(", ")}. Rerun with the original options, or without --resume to start over`,
    );
  }

  /** Writes a state: to a temporary name, then renamed, so that the old one or the new one is there at any time. @throws {AffektError} `cannot-write`. */
  write(state: TrainingState): void {
    const content = serialize({ identity: this.#identity, state });
    const checksum = Buffer.alloc(CHECKSUM_BYTES);
    checksum.writeUInt32LE(crc32(content));
    try {
      writeFileSync(this.#temporary, Buffer.concat([MAGIC, checksum, content]));
      renameSync(this.#temporary, this.path);
    } catch (cause) {
      removeFile(this.#temporary);
      throw new AffektError("cannot-write", `cannot write ${this.path}: ${reasonOf(cause)}`, {
        cause,
      });
    }
  }

  /** Whether there is one. */
  get exists(): boolean {
    return isFile(this.path);
  }

  /** Removes it and what a kill in the middle of writing left. */
  delete(): void {
    removeFile(this.path);
    removeFile(this.#temporary);
  }

  get #temporary(): string {
    return `${this.path}.tmp`;
  }

  #bytes(): Buffer | undefined {
    try {
      return readFileSync(this.path);
    } catch (error) {
      if (errnoOf(error) === "ENOENT") return undefined;
      throw fileError(error, this.path);
    }
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function removeFile(path: string): void {
  if (isFile(path)) rmSync(path);
}

function parse(bytes: Buffer): { identity: TrainingIdentity; state: TrainingState } | undefined {
  const start = MAGIC.length + CHECKSUM_BYTES;
  if (bytes.length < start || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const content = bytes.subarray(start);
  if (bytes.readUInt32LE(MAGIC.length) !== crc32(content)) return undefined;
  return deserialize(content) as { identity: TrainingIdentity; state: TrainingState };
}
