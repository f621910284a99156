import type { ColumnMetaData, Compressors, PageHeader } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage } from "hyparquet/src/datapage.js";
import { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import { readVarInt } from "hyparquet/src/thrift.js";

/** A column chunk, and what its pages need to be taken apart. */
export interface PagedChunk {
  readonly bytes: ArrayBuffer;
  readonly metadata: ColumnMetaData;
  readonly compressors: Compressors;
  /** Whether values may be missing, so that levels stand before them. */
  readonly isOptional: boolean;
}

/**
 * Checks the pages of a column chunk before they are decoded, since hyparquet allocates what their headers ask for.
 * Returns how many bytes their content takes.
 *
 * @throws {Error} where the headers do not fit the chunk
 */
export function checkPages(chunk: PagedChunk): number {
  const values = Number(chunk.metadata.num_values);
  const reader = { view: new DataView(chunk.bytes), offset: 0 };
  let found = 0;
  let bytes = 0;
  while (found < values) {
    const page = parquetHeader(reader);
    const start = reader.offset;
    reader.offset += page.compressed_page_size;
    const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header } = page;
    const data = v1 ?? v2;
    const entries = (data ?? dictionary_page_header)?.num_values ?? 0;
    const isSound =
      page.compressed_page_size >= 0 &&
      reader.offset <= chunk.bytes.byteLength &&
      page.uncompressed_page_size >= levelBytes(page) &&
      entries >= (v2?.num_nulls ?? 0) &&
      entries <= (data ? values - found : page.uncompressed_page_size);
    if (!isSound) throw new Error("a page does not fit its column");
    bytes += page.uncompressed_page_size;
    if (data !== undefined) found += entries;
    if (data?.encoding === "DELTA_BYTE_ARRAY") {
      bytes += repeatedBytes(
        page,
        new Uint8Array(chunk.bytes, start, page.compressed_page_size),
        chunk,
      );
    }
  }
  return bytes;
}

function levelBytes({ data_page_header_v2: v2 }: PageHeader): number {
  return v2 === undefined ? 0 : v2.definition_levels_byte_length + v2.repetition_levels_byte_length;
}

/** The bytes that texts of a page share with the one before: a page of some bytes may hold texts of gigabytes. */
function repeatedBytes(
  page: PageHeader,
  content: Uint8Array,
  { metadata: { codec }, compressors, isOptional }: PagedChunk,
): number {
  const { data_page_header: v1, data_page_header_v2: v2, uncompressed_page_size: size } = page;
  const before = levelBytes(page);
  const bytes =
    v2?.is_compressed === false
      ? content.subarray(before)
      : decompressPage(content.subarray(before), size - before, codec, compressors);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = v1 !== undefined && isOptional ? 4 + view.getUint32(0, true) : 0;
  const header = { view, offset: start };
  readVarInt(header); // the size of a block
  readVarInt(header); // blocks in it
  const count = readVarInt(header);
  if (!(count >= 0 && count <= (v1 ?? v2)!.num_values))
    throw new Error("a page does not fit its column");
  const prefixes = new Int32Array(count);
  deltaBinaryUnpack({ view, offset: start }, count, prefixes);
  return prefixes.reduce((sum, length) => sum + length, 0);
}
