import { AffektError } from "../errors.ts";

/** Faults beyond this number are counted only. */
const SHOWN = 3;

/** The cells of a table that cannot be used, told in one error. */
export class CellFaults {
  readonly #name: string;
  readonly #rowName: (row: number) => string;
  readonly #shown: string[] = [];
  #count = 0;

  /** `name` is what messages call the file, `rowName` a row by its index. */
  constructor(name: string, rowName: (row: number) => string) {
    this.#name = name;
    this.#rowName = rowName;
  }

  /** `reason` follows the cell's place, such as `"abc" is not a number`. */
  add(row: number, column: string, reason: string): void {
    this.#count++;
    if (this.#count <= SHOWN) {
      this.#shown.push(`${this.#rowName(row)}, column ${column}: ${reason}`);
    }
  }

  /** @throws {AffektError} bad-data: where there are faults */
  throwIfAny(): void {
    if (this.#count === 0) return;
    const places = this.#shown.join("; ");
    throw new AffektError(
      "bad-data",
      this.#count === 1
        ? `${this.#name}: ${places}; correct it, or leave the row out`
        : `${this.#name}: ${this.#count} cells cannot be used: ${places}${this.#count > SHOWN ? `; and ${this.#count - SHOWN} more` : ""}; correct them, or leave their rows out`,
    );
  }
}

/** The name of a row in messages about a file without lines. */
export function rowName(row: number): string {
  return `row ${row + 1}`;
}
