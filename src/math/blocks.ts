/** Numbers from `first` to before `end`. */
export interface Block {
  readonly first: number;
  readonly end: number;
}

/** The numbers from 0 to before `count` in blocks of a length; the last one may be shorter. */
export function blocksOf(count: number, length: number): Block[] {
  return Array.from({ length: Math.ceil(count / length) }, (_, i) => ({
    first: i * length,
    end: Math.min(count, (i + 1) * length),
  }));
}
