import { ByteReader, onePiece } from "../../audio/byte-reader.ts";
import { chainedSeconds, OGG_PAGE_BYTES, oggSeconds } from "../../audio/ogg/ogg-length.ts";
import { fileBytes, readEnds } from "../sources/byte-source.ts";

/** How long an Ogg recording, held or in a file, says it is; its ends tell that, all of it only where it is chained. */
export async function oggSecondsOf(
  recording: Uint8Array | string | undefined,
): Promise<number | undefined> {
  if (recording === undefined) return undefined;
  const isFile = typeof recording === "string";
  const [start, end] = isFile
    ? await readEnds(recording, OGG_PAGE_BYTES)
    : [recording.subarray(0, OGG_PAGE_BYTES), recording.subarray(-OGG_PAGE_BYTES)];
  const seconds = await oggSeconds(new ByteReader(onePiece(start)), end);
  if (seconds !== undefined) return seconds;
  const all = isFile ? fileBytes(recording) : onePiece(recording);
  return (await chainedSeconds(new ByteReader(all))) || undefined;
}
