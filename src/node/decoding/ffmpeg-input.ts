import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { ByteReader } from "../../audio/byte-reader.ts";
import { fourCharacters, viewOf } from "../../audio/bytes.ts";
import { AffektError } from "../../errors.ts";
import { errnoOf, reasonOf } from "../files/file.ts";
import { removeStaleFolders, temporaryFolderPrefix } from "../files/stale-files.ts";

/** Input of ffmpeg. */
export interface FfmpegInput {
  readonly url: string;
  /** Bytes for its standard input. Undefined where it reads a file. */
  readonly bytes: AsyncIterable<Uint8Array> | undefined;
  /** Frees the input. To be called when ffmpeg has ended. */
  readonly release: () => Promise<void>;
}

/** The boxes that an MP4 file may begin with, before its description and its sound. */
const MP4_BOXES = ["ftyp", "mdat", "wide", "free", "skip"];
/** Enough of a file to see in which order its parts are. */
const HEAD_BYTES = 65536;

/**
 * Makes a recording, a file on disk or bytes as they come, readable for ffmpeg. Bytes go through a pipe, or into a temporary file
 * where their format has to be read out of order.
 * @throws {AffektError} `cannot-write` where there is no room for the temporary file. Errors of the source.
 */
export async function ffmpegInput(
  recording: string | AsyncIterable<Uint8Array>,
): Promise<FfmpegInput> {
  if (typeof recording === "string") {
    return { url: `file:${resolve(recording)}`, bytes: undefined, release: async () => {} };
  }
  const reader = new ByteReader(recording);
  const bytes = restOf(reader);
  if (!mustSeek(await reader.fill(HEAD_BYTES))) {
    return { url: "pipe:0", bytes, release: () => reader.close() };
  }
  await removeStaleFolders(tmpdir());
  const folder = await mkdtemp(join(tmpdir(), temporaryFolderPrefix()));
  const release = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const file = join(folder, "recording");
    await pipeline(bytes, createWriteStream(file));
    return { url: `file:${file}`, bytes: undefined, release };
  } catch (error) {
    await release();
    await reader.close();
    if (error instanceof AffektError || errnoOf(error) === undefined) throw error;
    throw new AffektError("cannot-write", `${folder}: ${reasonOf(error)}`, { cause: error });
  }
}

async function* restOf(reader: ByteReader): AsyncGenerator<Uint8Array> {
  for (let window = await reader.fill(1); window.length > 0; window = await reader.fill(1)) {
    reader.consume(window.length);
    yield window;
  }
}

/** Whether the description of the sound may come after it: in AIFF and CAF, and in MP4 without `moov` at the start. */
function mustSeek(head: Uint8Array): boolean {
  if (["caff", "FORM"].includes(fourCharacters(head, 0))) return true;
  const view = viewOf(head);
  let isMp4 = false;
  for (let at = 0; at + 8 <= head.length;) {
    const box = fourCharacters(head, at + 4);
    if (box === "moov") return false;
    if (box === "mdat") return true;
    isMp4 ||= MP4_BOXES.includes(box);
    if (!isMp4) return false;
    const size = view.getUint32(at);
    if (size < 8) break;
    at += size;
  }
  return isMp4;
}
