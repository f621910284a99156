import { stat } from "node:fs/promises";
import { ByteReader, onePiece } from "../../audio/byte-reader.ts";
import { chainedSeconds, OGG_PAGE_BYTES, oggSeconds } from "../../audio/ogg/ogg-length.ts";
import { fileBytes, LARGEST_HELD, readEnds } from "../sources/byte-source.ts";

/**
 * Duration that an Ogg recording, held or in a file, tells. Small and chained recordings are scanned, of others the ends are read.
 * Links of a large file that share a serial number are taken for one.
 */
export async function oggSecondsOf(recording: Uint8Array | string): Promise<number | undefined> {
  if (typeof recording !== "string") return wholeSeconds(onePiece(recording));
  const { size } = await stat(recording);
  if (size <= LARGEST_HELD) return wholeSeconds(fileBytes(recording));
  const [start, end] = await readEnds(recording, OGG_PAGE_BYTES);
  const seconds = await oggSeconds(new ByteReader(onePiece(start)), end);
  return seconds ?? wholeSeconds(fileBytes(recording));
}

async function wholeSeconds(bytes: AsyncIterable<Uint8Array>): Promise<number | undefined> {
  return (await chainedSeconds(new ByteReader(bytes))) || undefined;
}
