import { basename } from "node:path/posix";
import { Refusal } from "./refusal.ts";

/** A recording that was uploaded. */
export interface Upload {
  readonly bytes: Uint8Array;
  /** The name that the client gave, without folders. */
  readonly name: string;
}

/** Options of `readUpload`. */
export interface UploadLimits {
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/**
 * The recording in a request: its body, or the part `file` of a form. An upload over the limit is refused at once where its length is
 * announced, else as soon as the limit is passed.
 * @throws {Refusal} 400 without a recording; 408 where the body does not come in time; 413 over the limit.
 */
export async function readUpload(request: Request, limits: UploadLimits): Promise<Upload> {
  const bytes = await readBody(request, limits);
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) return checked({ bytes, name: "recording" });
  const form = await new Response(bytes, { headers: { "content-type": type } })
    .formData()
    .catch(() => {
      throw new Refusal(400, "invalid-argument", "the body is not the form that its type says");
    });
  const file = form.get("file");
  if (file === null || typeof file === "string") {
    throw new Refusal(400, "invalid-argument", "the form has no file in its part `file`");
  }
  const name = basename(file.name.replaceAll("\\", "/")) || "recording";
  return checked({ bytes: await file.bytes(), name });
}

function checked(upload: Upload): Upload {
  if (upload.bytes.length > 0) return upload;
  throw new Refusal(400, "invalid-argument", "the body is empty; send the bytes of a recording");
}

async function readBody(
  request: Request,
  { maxBytes, signal }: UploadLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array(0);
  const cancel = (): void => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", cancel);
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (signal.aborted) throw new Refusal(408, "timeout", "the body did not come in time");
      if (done) return Buffer.concat(pieces);
      length += value.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      pieces.push(value);
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    cancel();
  }
}

function tooLarge(maxBytes: number): Refusal {
  const message = `the upload is larger than ${maxBytes / 1e6} MB, which is the limit`;
  return new Refusal(413, "too-large", message, { connection: "close" });
}
