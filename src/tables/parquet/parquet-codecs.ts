import type { ColumnMetaData, Compressors } from "hyparquet";

/** The codecs that hyparquet decompresses itself. */
const BUILT_IN: readonly string[] = ["UNCOMPRESSED", "SNAPPY"];

/** The decompressors that column chunks need beside those of hyparquet. They are loaded only then, as Brotli's dictionary takes 80 kB. */
export async function decompressorsFor(
  chunks: readonly Pick<ColumnMetaData, "codec">[],
): Promise<Compressors> {
  if (chunks.every(({ codec }) => BUILT_IN.includes(codec))) return {};
  const codecs = await import("hyparquet-compressors");
  return {
    GZIP: codecs.decompressGzip,
    BROTLI: codecs.decompressBrotli,
    LZ4: codecs.decompressLz4,
    LZ4_RAW: codecs.decompressLz4Raw,
    // without a buffer it would allocate whatever the data ask for
    ZSTD: (bytes, length) => codecs.decompressZstd(bytes, new Uint8Array(length)),
  };
}
