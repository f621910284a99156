/** Concatenates pieces in an array that `create` makes. If only one is not empty, it is returned itself, not copied. */
export function concatenate<T extends Uint8Array | Float32Array | Float64Array>(
  pieces: readonly T[],
  create: (length: number) => T,
): T {
  const filled = pieces.filter(({ length }) => length > 0);
  const [only] = filled;
  if (filled.length === 1 && only !== undefined) return only;
  const joined = create(filled.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of filled) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** `concatenate` for bytes. */
export function concatenateBytes(pieces: readonly Uint8Array[]): Uint8Array {
  return concatenate(pieces, (length) => new Uint8Array(length));
}
