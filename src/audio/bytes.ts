/** Four characters of a file. */
export function fourCharacters(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** Whether bytes begin with a pattern, in which a dot stands for any byte. */
export function startsWith(bytes: Uint8Array, pattern: string, at = 0): boolean {
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] !== "." && bytes[at + i] !== pattern.charCodeAt(i)) return false;
  }
  return true;
}

/** A view of the same bytes. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
