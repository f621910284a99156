/** Pieces one after the other, in an array that `create` makes; a single one that is not empty is returned as it is, not copied. */
export function concatenate<T extends Uint8Array | Float32Array>(
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

/** Pieces of bytes one after the other, as `concatenate`. */
export function concatenateBytes(pieces: readonly Uint8Array[]): Uint8Array {
  return concatenate(pieces, (length) => new Uint8Array(length));
}
