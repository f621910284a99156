import { AffektError } from "../../errors.ts";
import { duplicateIn } from "../duplicate-in.ts";
import { type RowLayout, type ScannedRow, scanRow } from "./csv-row.ts";

/** A row of a CSV file. */
export interface CsvRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  /** One cell per column, without its quotes and without blanks around them. */
  readonly cells: readonly string[];
}

/** The header of a CSV file. */
export interface CsvHeader {
  /** The names of the columns. Those at the end that have no name are left out. */
  readonly columns: readonly string[];
  /** The separator of cells: `,`, `;`, a tab or `|`. */
  readonly delimiter: string;
}

/** A whole CSV file. */
export interface CsvFile extends CsvHeader {
  readonly rows: readonly CsvRow[];
}

const DELIMITERS = [",", ";", "\t", "|"];

/** Excel's first line that tells the delimiter. */
const SEP_LINE = /^"?sep=(.)"?[,;\t|]*$/i;

/** The longest row, in characters. */
const LONGEST_ROW = 2 ** 24;

/** Bytes that are decoded at once. A string of a whole file may be longer than V8 allows. */
const PIECE_BYTES = 2 ** 20;

/**
 * Reads a CSV file as spreadsheets and pandas write it, in UTF-8, or in UTF-16 with a byte order mark.
 * The header tells the delimiter. Lines end in LF, CRLF or CR. Empty rows, and empty cells behind the last column, are left out.
 * `name` is what messages call the file.
 *
 * @throws {AffektError} unreadable: for text in another encoding
 * @throws {AffektError} bad-data: naming the line, where a quote is not closed, a row has not as many cells as the header, the header has
 * a name twice, or nothing is there
 */
export function readCsv(bytes: Uint8Array, name: string): CsvFile {
  const reader = new CsvReader(name);
  const rows: CsvRow[] = [];
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    for (const row of reader.push(bytes.subarray(start, start + PIECE_BYTES))) rows.push(row);
  }
  for (const row of reader.end()) rows.push(row);
  return { ...reader.header, rows };
}

/** Reads a CSV file in pieces of bytes. Errors are those of `readCsv`. */
export class CsvReader {
  readonly #name: string;
  #decoder: TextDecoder | undefined;
  #encoding = "UTF-8";
  /** Decoded text that is not parsed yet. It begins with a row. */
  #text = "";
  /** The line on which `#text` begins. */
  #line = 1;
  /** Known with the first line. */
  #lineBreak: "\n" | "\r" | undefined;
  #delimiter: string | undefined;
  #columns: readonly string[] | undefined;
  /** The number of cells in the header, those without a name included. */
  #width: number | undefined;

  /** `name` is what messages call the file. */
  constructor(name: string) {
    this.#name = name;
  }

  /** The header, once it is read. */
  get header(): CsvHeader {
    return { columns: this.#columns ?? [], delimiter: this.#delimiter ?? "," };
  }

  /** The rows that these bytes complete. The first two bytes, which tell the encoding, come together. */
  push(bytes: Uint8Array): CsvRow[] {
    this.#decoder ??= this.#decoderFor(bytes);
    this.#text += this.#decode(this.#decoder, bytes);
    return this.#rows(false);
  }

  /** The rows that are left at the end of the file. */
  end(): CsvRow[] {
    if (this.#decoder !== undefined) this.#text += this.#decode(this.#decoder);
    const rows = this.#rows(true);
    if (this.#columns === undefined) throw new AffektError("bad-data", `${this.#name}: is empty`);
    return rows;
  }

  #decoderFor([first, second]: Uint8Array): TextDecoder {
    const isLittle = first === 0xff && second === 0xfe;
    const isBig = first === 0xfe && second === 0xff;
    if (isLittle || isBig) this.#encoding = "UTF-16";
    const label = isLittle ? "utf-16le" : isBig ? "utf-16be" : "utf-8";
    return new TextDecoder(label, { fatal: true });
  }

  #decode(decoder: TextDecoder, bytes?: Uint8Array): string {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      const remedy = 'save it as "CSV UTF-8"';
      const message =
        this.#encoding === "UTF-8"
          ? ` line ${this.#lineOfFault(bytes)}: is not UTF-8 text; ${remedy}, or convert it, such as by iconv -f latin1 -t utf-8`
          : `: is not ${this.#encoding} text; ${remedy}`;
      throw new AffektError("unreadable", `${this.#name}${message}`, { cause });
    }
  }

  #lineOfFault(bytes: Uint8Array = new Uint8Array()): number {
    const [valid = ""] = new TextDecoder().decode(bytes).split("\uFFFD", 1);
    return this.#line + (this.#text + valid).split(this.#lineBreak ?? /[\r\n]/).length - 1;
  }

  #rows(isLast: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    const lineBreak = (this.#lineBreak ??= lineBreakOf(this.#text, isLast));
    let start = 0;
    while (lineBreak !== undefined && start < this.#text.length) {
      const row =
        this.#delimiter === undefined
          ? this.#delimiterAt(start, lineBreak, isLast)
          : this.#rowAt(start, { lineBreak, delimiter: this.#delimiter, isLast });
      if (row === undefined) break;
      if (row.cells.some((cell) => cell !== "")) {
        if (this.#columns === undefined) this.#takeHeader(row.cells);
        else rows.push({ line: this.#line, cells: this.#fit(row, this.#columns) });
      }
      this.#line += row.lines;
      start = row.end;
    }
    this.#text = this.#text.slice(start);
    if (this.#text.length > LONGEST_ROW) {
      this.#fail(0, ` is longer than ${LONGEST_ROW} characters, which no row of a table is`);
    }
    return rows;
  }

  /** Learns the delimiter from a line, and takes the line only if it is no header. */
  #delimiterAt(start: number, lineBreak: string, isLast: boolean): ScannedRow | undefined {
    const found = this.#text.indexOf(lineBreak, start);
    if (found < 0 && !isLast) return undefined;
    const end = found < 0 ? this.#text.length : found;
    const line = this.#text.slice(start, end).replace("\r", "");
    const [, told] = SEP_LINE.exec(line) ?? [];
    const isHeader = told === undefined && /[^\s,;|]/.test(line);
    if (told !== undefined || isHeader) this.#delimiter = told ?? delimiterOf(line);
    return isHeader ? { cells: [], end: start, lines: 0 } : { cells: [], end: end + 1, lines: 1 };
  }

  #rowAt(start: number, layout: Omit<RowLayout, "width" | "fail">): ScannedRow | undefined {
    return scanRow(this.#text, start, {
      ...layout,
      width: this.#width,
      fail: (lines, reason) => this.#fail(lines, reason),
    });
  }

  #takeHeader(cells: readonly string[]): void {
    const named = cells.findLastIndex((name) => name !== "") + 1;
    const columns = cells.slice(0, named);
    const twice = duplicateIn(columns);
    if (twice !== undefined) this.#fail(0, ` has the column ${JSON.stringify(twice)} twice`);
    if (cells.some((name) => name.includes("\0"))) {
      throw new AffektError(
        "unreadable",
        `${this.#name}: is not text, or UTF-16 without a byte order mark; save it as "CSV UTF-8"`,
      );
    }
    this.#columns = columns;
    this.#width = cells.length;
  }

  /** The cells of the named columns. */
  #fit({ cells, lines }: ScannedRow, columns: readonly string[]): readonly string[] {
    const used = cells.findLastIndex((cell) => cell !== "") + 1;
    const isTooLong = used > this.#width!;
    if (isTooLong || cells.length < columns.length) {
      const found = isTooLong ? used : cells.length;
      const hint = lines > 1 ? `; it takes ${lines} lines, so perhaps a quote is wrong` : "";
      this.#fail(0, ` has ${found} cells where the header has ${columns.length}${hint}`);
    }
    return cells.length === columns.length ? cells : cells.slice(0, columns.length);
  }

  #fail(lines: number, reason: string): never {
    throw new AffektError("bad-data", `${this.#name} line ${this.#line + lines}${reason}`);
  }
}

/** The line ending of a file, by its beginning: LF, CRLF or CR. */
function lineBreakOf(text: string, isWhole: boolean): "\n" | "\r" | undefined {
  if (text.includes("\n")) return "\n";
  // the LF of a CRLF may be yet to come
  if (text.includes("\r") && (isWhole || text.indexOf("\r") < text.length - 1)) return "\r";
  return isWhole ? "\n" : undefined;
}

/** The separator of a header's cells: the candidate that occurs most often outside quotes. */
function delimiterOf(header: string): string {
  const bare = header.replaceAll(/"[^"]*"/g, "");
  const count = (delimiter: string): number => bare.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
}
