import { AffektError } from "../../errors.ts";
import { readBytes } from "./file.ts";

/**
 * The value in a JSON file.
 * @throws {AffektError} `not-found`; `invalid-argument` for text that is not JSON.
 */
export async function readJson(file: string): Promise<unknown> {
  const text = new TextDecoder().decode(await readBytes(file));
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AffektError("invalid-argument", `${file}: is not JSON: ${reason}`, { cause });
  }
}
