import {
  type ColumnMetaData,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  type RowGroup,
} from "hyparquet";
import { getSchemaPath } from "hyparquet/src/schema.js";
import { AffektError } from "../../errors.ts";
import { type ByteRanges, readAhead } from "../byte-ranges.ts";
import { assertPlausibleSize, ROW_BYTES } from "../size-limit.ts";
import { decompressorsFor } from "./parquet-codecs.ts";
import { checkPages } from "./parquet-pages.ts";
import { columnsOfSchema, type ParquetColumn } from "./parquet-schema.ts";

/** Bytes of a feature in memory. */
const FEATURE_BYTES = 4;

/** Bytes of another value in memory: a reference to what the file has once. */
const VALUE_BYTES = 8;

/** A group of rows in a Parquet file. */
export interface ParquetGroup {
  /** Its first row. */
  readonly start: number;
  readonly rows: number;
  readonly group: RowGroup;
}

/** A Parquet file, of which column after column is read. */
export class ParquetFile {
  readonly #file: ByteRanges;
  readonly #name: string;
  readonly #metadata: FileMetaData;
  /** Bytes of the pages so far, without compression. */
  #pageBytes = 0;
  readonly columns: readonly ParquetColumn[];
  readonly rowCount: number;
  readonly groups: readonly ParquetGroup[];

  private constructor(file: ByteRanges, name: string, metadata: FileMetaData) {
    this.#file = file;
    this.#name = name;
    this.#metadata = metadata;
    this.columns = columnsOfSchema(metadata);
    this.rowCount = Number(metadata.num_rows);
    this.groups = groupsOf(metadata);
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
    const text: unknown = this.#metadata.key_value_metadata?.find((one) => one.key === key)?.value;
    return typeof text === "string" ? text : undefined;
  }

  /** Refuses a file whose columns are far larger in memory than in the file. @throws {AffektError} unreadable */
  assertPlausible(features: readonly string[], others: readonly string[]): void {
    const bytesOf = new Map([
      ...features.map((column) => [column, FEATURE_BYTES] as const),
      ...others.map((column) => [column, VALUE_BYTES] as const),
    ]);
    const bytes = this.groups
      .flatMap(({ group }) => chunksOf(group))
      .map(({ path_in_schema: [column = ""], num_values: count }) => {
        return (bytesOf.get(column) ?? 0) * Number(count);
      })
      .reduce((sum, one) => sum + one, ROW_BYTES * this.rowCount);
    assertPlausibleSize(bytes, this.#file.byteLength, this.#name);
  }

  /** Reads a column of a row group. `visit` gets each value and its row in the group. @throws {AffektError} unreadable */
  async readColumn(
    { group, rows }: ParquetGroup,
    column: string,
    visit: (row: number, value: unknown) => void,
  ): Promise<void> {
    let count = 0;
    await readable(`${this.#name}: column ${column}`, async () => {
      const chunks = chunksOf(group).filter(({ path_in_schema: [own] }) => own === column);
      const compressors = await decompressorsFor(chunks);
      for (const chunk of chunks) await this.#checkChunk(chunk, compressors);
      await parquetRead({
        file: this.#file,
        metadata: { ...this.#metadata, row_groups: [group], num_rows: group.num_rows },
        columns: [column],
        geoparquet: false,
        compressors,
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

  async #checkChunk(chunk: ColumnMetaData, compressors: Compressors): Promise<void> {
    const { dictionary_page_offset: dictionary, data_page_offset: data } = chunk;
    const start = Number(dictionary && dictionary < data ? dictionary : data);
    const end = start + Number(chunk.total_compressed_size);
    if (!(start >= 0 && end >= start && end <= this.#file.byteLength)) {
      throw new Error("it lies outside the file");
    }
    const bytes = await this.#file.slice(start, end);
    const isOptional = this.#isOptional(chunk.path_in_schema);
    this.#pageBytes += checkPages({ bytes, metadata: chunk, compressors, isOptional });
    assertPlausibleSize(this.#pageBytes, this.#file.byteLength, this.#name);
  }

  #isOptional(path: readonly string[]): boolean {
    return getSchemaPath(this.#metadata.schema, [...path]).some(
      ({ element }) => element.repetition_type === "OPTIONAL",
    );
  }
}

/** @throws {Error} where groups are missing, have not the rows that the file says, or have columns without a description */
function groupsOf({ row_groups: all, num_rows: rowCount }: FileMetaData): ParquetGroup[] {
  let start = 0;
  const groups = all.map((group) => {
    const rows = Number(group.num_rows);
    start += rows;
    return { start: start - rows, rows, group };
  });
  const isSound =
    start === Number(rowCount) &&
    groups.every(
      ({ rows, group }) =>
        rows >= 0 && chunksOf(group).every((chunk) => Array.isArray(chunk?.path_in_schema)),
    );
  if (!isSound) throw new Error("its row groups are not those that it says");
  return groups;
}

function chunksOf({ columns }: RowGroup): ColumnMetaData[] {
  return columns.map(({ meta_data: chunk }) => chunk!);
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
    throw new AffektError("unreadable", `${name}: cannot be read as Parquet (${reasonOf(cause)})`, {
      cause,
    });
  }
}

/** hyparquet's message, unless it is an internal error caused by damaged bytes. */
function reasonOf(cause: unknown): string {
  const isStumble = cause instanceof TypeError || cause instanceof RangeError;
  return cause instanceof Error && !isStumble ? cause.message : "it is damaged";
}
