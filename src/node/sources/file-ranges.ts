import { type FileHandle, open } from "node:fs/promises";
import type { ByteRanges } from "../../tables/byte-ranges.ts";
import { fileError } from "../files/file.ts";

/** A file on disk that is read by ranges. */
export class FileRanges implements ByteRanges {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly byteLength: number;

  private constructor(path: string, file: FileHandle, byteLength: number) {
    this.#path = path;
    this.#file = file;
    this.byteLength = byteLength;
  }

  /** @throws {AffektError} not-found, unreadable */
  static async open(path: string): Promise<FileRanges> {
    try {
      const file = await open(path);
      return new FileRanges(path, file, (await file.stat()).size);
    } catch (error) {
      throw fileError(error, path);
    }
  }

  /** @throws {AffektError} unreadable */
  async slice(start: number, end: number): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, this.byteLength) - start));
    try {
      for (let filled = 0; filled < bytes.length;) {
        const { bytesRead } = await this.#file.read(bytes, {
          offset: filled,
          position: start + filled,
        });
        if (bytesRead === 0) throw new Error("it has become shorter while it was read");
        filled += bytesRead;
      }
    } catch (error) {
      throw fileError(error, this.#path);
    }
    return bytes.buffer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
