import { setTimeout as delay } from "node:timers/promises";
import { AffektError } from "../../errors.ts";
import { reasonOf } from "../files/file.ts";
import { PartFile } from "./part-file.ts";

/** Options of `download`. */
export interface DownloadOptions {
  readonly url: string;
  /** The target; folders above it are made. */
  readonly file: string;
  /** In bytes, where known; goes before what the server says. */
  readonly size?: number;
  /** Hexadecimal, where known. */
  readonly md5?: string;
  /** The number of retries in a row without new bytes; default 5. */
  readonly retries?: number;
  /** The pause before the first retry; doubles with each, up to a minute. 1000 unless given. */
  readonly backoffMilliseconds?: number;
  /** The time without new bytes after which the connection is closed; default 30 000. */
  readonly stallMilliseconds?: number;
  /** Bytes that are here, and how many there will be where that is known. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
}

/** Answers of the server after which another try may help. */
const PASSING_STATUSES: readonly number[] = [408, 425, 429];

/**
 * Downloads a file over HTTP into `FILE.part` and renames it once it is complete and its checksum is right.
 * Interrupted downloads resume: always within one run, and in a later run if the checksum is known.
 * @throws {AffektError} `network` after the retries or where the server refuses; `mismatch` for a wrong checksum or length (the part
 * is deleted then, kept otherwise); `cannot-write`; `interrupted`.
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { url, file, md5 } = options;
  const part = await PartFile.open(file);
  try {
    if (md5 === undefined || (options.size !== undefined && part.size > options.size))
      await part.restart();
    await fetchWithRetries(part, options);
    if (md5 !== undefined && part.md5() !== md5) {
      const found = part.md5();
      await part.delete();
      throw new AffektError(
        "mismatch",
        `${url}: the download has MD5 ${found}, expected ${md5}. It was deleted; try again`,
      );
    }
    await part.finish();
  } finally {
    await part.close();
  }
}

async function fetchWithRetries(part: PartFile, options: DownloadOptions): Promise<void> {
  const { url, size, retries = 5, backoffMilliseconds = 1000, signal } = options;
  const validator: Validator = { etag: undefined };
  let farthest = part.size;
  let failures = 0;
  while (size === undefined || part.size !== size) {
    try {
      await fetchRest(part, validator, options);
      return;
    } catch (error) {
      if (signal?.aborted) throw interrupted(part);
      if (error instanceof AffektError) throw error;
      failures = part.size > farthest ? 1 : failures + 1;
      farthest = Math.max(farthest, part.size);
      if (failures > retries) {
        throw new AffektError(
          "network",
          `${url}: failed after ${failures} tries: ${networkReason(error)}; ${part.size} bytes are kept in ${part.path}. Run the command again to resume`,
          { cause: error },
        );
      }
      const pause = Math.min(backoffMilliseconds * 2 ** (failures - 1), 60_000);
      await delay(pause, undefined, signal && { signal }).catch(() => {
        throw interrupted(part);
      });
    }
  }
}

/** The strong ETag of what the part was begun with, so that only the rest of the same content is asked for. */
interface Validator {
  etag: string | undefined;
}

/** One try: asks for what is missing and appends it. An error that is no AffektError may pass. */
async function fetchRest(
  part: PartFile,
  validator: Validator,
  options: DownloadOptions,
): Promise<void> {
  const { url, stallMilliseconds = 30_000, signal } = options;
  const stall = new AbortController();
  const timer = setTimeout(() => {
    stall.abort(new Error(`nothing arrived for ${stallMilliseconds / 1000} s`));
  }, stallMilliseconds);
  try {
    const response = await fetch(url, {
      headers: {
        "accept-encoding": "identity",
        ...(part.size > 0 && { range: `bytes=${part.size}-` }),
        ...(part.size > 0 && validator.etag !== undefined && { "if-range": validator.etag }),
      },
      signal: AbortSignal.any(signal ? [stall.signal, signal] : [stall.signal]),
    });
    if (response.status === 416) {
      await response.body?.cancel();
      if (response.headers.get("content-range") === `bytes */${part.size}`) return;
      await part.restart();
      throw new Error("the server has less than what is already here; starting anew");
    }
    checkStatus(response, url);
    const rest = response.status === 206 ? contentRange(response) : undefined;
    if (rest?.start !== part.size) await part.restart();
    if (rest !== undefined && rest.start !== part.size)
      throw new Error("the server sent another part than asked for");
    const etag = response.headers.get("etag");
    validator.etag = etag !== null && etag.startsWith('"') ? etag : undefined;
    const total = options.size ?? rest?.total ?? contentLength(response);
    await appendBody(response, part, total, options, () => timer.refresh());
  } finally {
    clearTimeout(timer);
  }
}

async function appendBody(
  response: Response,
  part: PartFile,
  total: number | undefined,
  { url, size, onProgress }: DownloadOptions,
  onChunk: () => void,
): Promise<void> {
  for await (const chunk of response.body ?? []) {
    onChunk();
    if (size !== undefined && part.size + chunk.length > size) {
      await part.delete();
      throw new AffektError(
        "mismatch",
        `${url}: more than the expected ${size} bytes arrived; they were deleted`,
      );
    }
    await part.append(chunk);
    onProgress?.(part.size, total);
  }
  if (total !== undefined && part.size < total) {
    throw new Error(`the server stopped at ${part.size} of ${total} bytes`);
  }
}

function checkStatus({ ok, status, statusText }: Response, url: string): void {
  if (ok) return;
  const answer = `the server answered ${status} ${statusText}`.trimEnd();
  if (status >= 500 || PASSING_STATUSES.includes(status)) throw new Error(answer);
  throw new AffektError("network", `${url}: ${answer}`);
}

function contentRange(response: Response): { start: number; total: number | undefined } {
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "");
  return { start: Number(match?.[1]), total: match?.[2] === "*" ? undefined : Number(match?.[2]) };
}

function contentLength(response: Response): number | undefined {
  const length = response.headers.get("content-length");
  return length === null || response.headers.has("content-encoding") ? undefined : Number(length);
}

function interrupted({ size, path }: PartFile): AffektError {
  return new AffektError(
    "interrupted",
    `download interrupted; ${size} bytes are kept in ${path}. Run the command again to resume`,
  );
}

/** undici says only `fetch failed` and puts the reason into the cause. */
function networkReason(error: unknown): string {
  return error instanceof Error && error.cause instanceof Error
    ? reasonOf(error.cause)
    : reasonOf(error);
}
