import type { ColumnMetaData } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";

/**
 * Checks the pages of a column chunk before they are decoded: hyparquet allocates what their headers ask for.
 * Returns how many bytes they are without compression.
 *
 * @throws {Error} where the headers do not fit the chunk
 */
export function checkPages(chunk: ArrayBuffer, { num_values: values }: ColumnMetaData): number {
  const reader = { view: new DataView(chunk), offset: 0 };
  let found = 0;
  let bytes = 0;
  while (found < Number(values)) {
    const page = parquetHeader(reader);
    const size = page.uncompressed_page_size;
    const data = page.data_page_header ?? page.data_page_header_v2;
    const entries = page.dictionary_page_header?.num_values ?? data?.num_values ?? 0;
    const levels = page.data_page_header_v2;
    const levelBytes =
      (levels?.definition_levels_byte_length ?? 0) + (levels?.repetition_levels_byte_length ?? 0);
    reader.offset += page.compressed_page_size;
    const isSound =
      page.compressed_page_size >= 0 &&
      reader.offset <= chunk.byteLength &&
      size >= levelBytes &&
      entries >= 0 &&
      (levels?.num_nulls ?? 0) <= entries &&
      (data === undefined ? entries <= size : found + entries <= Number(values));
    if (!isSound) throw new Error("a page does not fit its column");
    if (data !== undefined) found += entries;
    bytes += size;
  }
  return bytes;
}
