/** A name as the file system has it, whose bytes need not be text. */
export interface FileName {
  /** The name as messages and tables show it. Bytes that are not UTF-8 are written as `\xfc`. */
  readonly text: string;
  /** Whether `text` is the name itself. */
  readonly isText: boolean;
}

/** Reads the bytes of a name. */
export function fileNameOf(bytes: Uint8Array): FileName {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), isText: true };
  } catch {
    const text = Array.from(bytes, (byte) =>
      byte < 0x80 ? String.fromCodePoint(byte) : String.raw`\x${byte.toString(16)}`,
    ).join("");
    return { text, isText: false };
  }
}
