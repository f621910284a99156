import { closeSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import type { RowValues } from "../../tables/table-data.ts";
import { cannotWrite, temporaryName } from "./output-file.ts";

/**
 * Values of clips in a temporary file on their way to an output file, so that memory does not grow with them. It loses its
 * name at once, so that nothing is left of it however the process ends. Errors of its methods: `cannot-write`, naming the output.
 */
export class ValueSpool {
  readonly #output: string;
  #descriptor: number;
  #end = 0;

  private constructor(output: string, descriptor: number) {
    this.#output = output;
    this.#descriptor = descriptor;
  }

  /** A spool beside an output file, or in the system's folder for temporary files if there is none. */
  static async open(output: string | undefined): Promise<ValueSpool> {
    const file = await temporaryName(output);
    try {
      const descriptor = openSync(file, "wx+");
      rmSync(file);
      return new ValueSpool(output ?? file, descriptor);
    } catch (error) {
      throw cannotWrite(output ?? file, error);
    }
  }

  write(values: Float32Array): RowValues {
    const { buffer, byteOffset, byteLength, length } = values;
    const start = this.#end;
    try {
      writeFileSync(this.#descriptor, new Uint8Array(buffer, byteOffset, byteLength));
    } catch (error) {
      throw cannotWrite(this.#output, error);
    }
    this.#end += byteLength;
    return { length, slice: () => this.#read(start, length) };
  }

  #read(start: number, length: number): Float32Array {
    const values = new Float32Array(length);
    let read = 0;
    try {
      while (read < values.byteLength) {
        const options = { offset: read, position: start + read };
        const count = readSync(this.#descriptor, values, options);
        if (count === 0) throw new Error("the temporary file beside it is shorter than it was");
        read += count;
      }
    } catch (error) {
      throw cannotWrite(this.#output, error);
    }
    return values;
  }

  close(): void {
    closeSync(this.#descriptor);
    this.#descriptor = -1; // what interrupted work still brings must not go to another file of that number
  }
}
