import {
  type ColumnMetaData,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  type RowGroup,
} from "hyparquet";
import { AffektError } from "../../errors.ts";
import { type ByteRanges, readAhead } from "../byte-ranges.ts";
import { assertPlausibleSize } from "../size-limit.ts";
import { decompressorsFor } from "./parquet-codecs.ts";
import { checkPages } from "./parquet-pages.ts";
import { columnsOfSchema, type ParquetColumn } from "./parquet-schema.ts";

/** What a value takes in memory, in bytes, at least. */
const VALUE_BYTES = 8;

/** A Parquet file, of which column after column is read. */
export class ParquetFile {
  readonly #file: ByteRanges;
  readonly #name: string;
  readonly #metadata: FileMetaData;
  /** Bytes of the pages so far, without compression. */
  #pageBytes = 0;
  readonly columns: readonly ParquetColumn[];
  readonly rowCount: number;

  private constructor(file: ByteRanges, name: string, metadata: FileMetaData) {
    this.#file = file;
    this.#name = name;
    this.#metadata = metadata;
    this.columns = columnsOfSchema(metadata);
    this.rowCount = Number(metadata.num_rows);
  }

  /** `name` is what messages call the file. @throws {AffektError} unreadable */
  static open(content: ByteRanges, name: string): Promise<ParquetFile> {
    const file = readAhead(content);
    return readable(name, async () => {
      const metadata = await parquetMetadataAsync(file, { geoparquet: false });
      return new ParquetFile(file, name, metadata);
    });
  }

  /** A text that the file has beside the table. */
  text(key: string): string | undefined {
    return this.#metadata.key_value_metadata?.find((one) => one.key === key)?.value;
  }

  /** The row groups, as the first row and the number of rows of each. @throws {AffektError} unreadable */
  get groups(): readonly {
    readonly start: number;
    readonly rows: number;
    readonly group: RowGroup;
  }[] {
    let start = 0;
    const groups = this.#metadata.row_groups.map((group) => {
      const rows = Number(group.num_rows);
      start += rows;
      return { start: start - rows, rows, group };
    });
    if (start === this.rowCount && groups.every(({ rows }) => rows >= 0)) return groups;
    throw new AffektError(
      "unreadable",
      `${this.#name}: its row groups have not the rows that it says`,
    );
  }

  /** Refuses a file whose columns are far larger in memory than in the file. @throws {AffektError} unreadable */
  assertPlausible(columns: ReadonlySet<string>): void {
    let values = this.rowCount;
    for (const { columns: chunks } of this.#metadata.row_groups) {
      for (const { meta_data: chunk } of chunks) {
        if (columns.has(chunk?.path_in_schema[0] ?? "")) values += Number(chunk!.num_values);
      }
    }
    assertPlausibleSize(VALUE_BYTES * values, this.#file.byteLength, this.#name);
  }

  /** Reads a column of a row group. `visit` gets each value and its row in the group. @throws {AffektError} unreadable */
  async readColumn(
    group: RowGroup,
    column: string,
    visit: (row: number, value: unknown) => void,
  ): Promise<void> {
    const rows = Number(group.num_rows);
    let count = 0;
    await readable(`${this.#name}: column ${column}`, async () => {
      const chunks = group.columns
        .map(({ meta_data: chunk }) => chunk)
        .filter((chunk) => chunk?.path_in_schema[0] === column) as ColumnMetaData[];
      for (const chunk of chunks) await this.#checkChunk(chunk);
      await parquetRead({
        file: this.#file,
        metadata: { ...this.#metadata, row_groups: [group], num_rows: group.num_rows },
        columns: [column],
        geoparquet: false,
        compressors: await decompressorsFor(chunks),
        parsers: { stringFromBytes: textOf },
        onChunk: ({ columnData, rowStart }) => {
          const end = Math.min(columnData.length, rows - rowStart);
          for (let i = 0; i < end; i++) visit(rowStart + i, columnData[i]);
          count += end;
        },
      });
      if (count !== rows) throw new Error(`it has ${count} of ${rows} values`);
    });
  }

  async #checkChunk(chunk: ColumnMetaData): Promise<void> {
    const { dictionary_page_offset: dictionary, data_page_offset: data } = chunk;
    const start = Number(dictionary && dictionary < data ? dictionary : data);
    const end = start + Number(chunk.total_compressed_size);
    if (!(start >= 0 && end >= start && end <= this.#file.byteLength)) {
      throw new Error("it lies outside the file");
    }
    this.#pageBytes += checkPages(await this.#file.slice(start, end), chunk);
    assertPlausibleSize(this.#pageBytes, this.#file.byteLength, this.#name);
  }
}

/** Valid UTF-8 as text, other bytes as they are. */
function textOf(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

/** Runs a reader of hyparquet, whose errors say that the file is damaged. */
async function readable<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof AffektError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AffektError("unreadable", `${name}: cannot be read as Parquet (${reason})`, {
      cause,
    });
  }
}
