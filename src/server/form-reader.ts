import { basename } from "node:path/posix";
import { Busboy } from "@fastify/busboy";
import { Refusal } from "./refusal.ts";
import type { SharedBytes } from "./shared-bytes.ts";

/** Reads the recording in a form, the first file in its part `file`, while the form comes. */
export class FormReader {
  readonly #form: InstanceType<typeof Busboy>;
  readonly #end = Promise.withResolvers<void>();
  #name: string | undefined;

  /** `type` is the form's. The recording goes to `bytes`. @throws {Refusal} 400 for a type without a boundary. */
  constructor(type: string, bytes: SharedBytes) {
    try {
      // names with their folders, as those of Windows have other ends
      this.#form = new Busboy({ headers: { "content-type": type }, preservePath: true });
    } catch {
      throw notTheForm();
    }
    this.#form.on("file", (field, file, name) => {
      file.on("error", () => {});
      if (field !== "file" || this.#name !== undefined) file.resume();
      else {
        this.#name = name;
        file.on("data", (piece: Uint8Array) => {
          try {
            bytes.push(piece);
          } catch (error) {
            this.#end.reject(error);
          }
        });
      }
    });
    this.#form.on("finish", this.#end.resolve).on("error", () => this.#end.reject(notTheForm()));
    // it may fail before `end` is called
    this.#end.promise.catch(() => {});
  }

  push(piece: Buffer): void {
    this.#form.write(piece);
  }

  /** The file's name without folders. @throws {Refusal} 400 for what is no form, and for a form without a file. */
  async end(): Promise<string> {
    this.#form.end();
    await this.#end.promise;
    if (this.#name === undefined) {
      throw new Refusal(400, "invalid-argument", "the form has no file in its part `file`");
    }
    return basename(this.#name.replaceAll("\\", "/")) || "recording";
  }
}

function notTheForm(): Refusal {
  return new Refusal(400, "invalid-argument", "the body is not the form that its type says");
}
