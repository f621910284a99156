import { AffektError } from "./errors.ts";
import { interruption, throwIfAborted } from "./parallel/interruption.ts";

/** A `Blob` or `File`. */
export interface BlobLike {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A `Response` of `fetch`. */
export interface ResponseLike {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): ChunkReader } | null;
}

interface ChunkReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<void>;
}

/** A `URL`. */
export interface UrlLike {
  readonly href: string;
}

/** Bytes, or the place where they are. */
export type BytesSource = Uint8Array | ArrayBuffer | BlobLike | ResponseLike | UrlLike;

/** Options of `readBytes`. */
export interface ReadBytesOptions {
  /** For messages. */
  readonly name?: string | undefined;
  /** Called during a download with the number of received bytes and, if the server sends it, the total. */
  readonly onProgress?: ((received: number, total: number | undefined) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The bytes of a source. A URL is fetched.
 * @throws {AffektError} `invalid-argument` for another kind of value; `not-found` and `network` for what a server does not give;
 * `unreadable` for a file that has changed; `interrupted`.
 */
export async function readBytes(
  source: BytesSource,
  options: ReadBytesOptions = {},
): Promise<Uint8Array> {
  const { name = "the bytes", signal } = options;
  throwIfAborted(signal);
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (isObject(source) && !ArrayBuffer.isView(source)) {
    if ("href" in source) return fetchBytes(source.href, options);
    if ("ok" in source) return bytesOfResponse(source, { name: source.url || name, ...options });
    if ("arrayBuffer" in source) return bytesOfBlob(source, name);
  }
  const kind = Object.prototype.toString.call(source).slice(8, -1);
  throw new AffektError(
    "invalid-argument",
    `${name}: must be a Uint8Array, an ArrayBuffer, a Blob, a Response or a URL, got ${kind}`,
  );
}

/** The bytes at an address. @throws {AffektError} `not-found`, `network`, `interrupted`. */
export async function fetchBytes(url: string, options: ReadBytesOptions = {}): Promise<Uint8Array> {
  const { name = url, signal } = options;
  throwIfAborted(signal);
  const response = await fetch(url, signal === undefined ? {} : { signal }).catch(
    (cause: unknown) => {
      throw signal?.aborted ? interruption(signal) : unreachable(name, cause);
    },
  );
  return bytesOfResponse(response, { ...options, name });
}

async function bytesOfResponse(
  { ok, status, statusText, headers, body }: ResponseLike,
  { name = "the response", onProgress, signal }: ReadBytesOptions,
): Promise<Uint8Array> {
  if (!ok) {
    await body?.getReader().cancel();
    throw new AffektError(
      status === 404 || status === 410 ? "not-found" : "network",
      `${name}: the server answers ${status} ${statusText}`.trimEnd(),
    );
  }
  // of a compressed answer the server tells the compressed length
  const length = headers.get("content-encoding") === null ? headers.get("content-length") : null;
  const total = length === null ? undefined : Number(length);
  const chunks: Uint8Array[] = [];
  let received = 0;
  const reader = body?.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      throwIfAborted(signal);
      if (done || value === undefined) break;
      chunks.push(value);
      received += value.length;
      onProgress?.(received, total);
    }
  } catch (cause) {
    await reader?.cancel().catch(() => {});
    if (cause instanceof AffektError) throw cause;
    throw signal?.aborted ? interruption(signal) : unreachable(name, cause);
  }
  return joined(chunks, received);
}

async function bytesOfBlob(blob: BlobLike, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw new AffektError("unreadable", `${name}: cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const all = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

function unreachable(name: string, cause: unknown): AffektError {
  return new AffektError("network", `${name}: could not be downloaded: ${reasonOf(cause)}`, {
    cause,
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
