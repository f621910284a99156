/** How the random numbers of an input are distributed. */
export type Distribution =
  /** Dropout: 0 with probability `rate` (in (0, 1)), else 1 / (1 - rate). */
  | { readonly kind: "dropout"; readonly rate: number }
  /** Normal around 0. */
  | { readonly kind: "normal"; readonly stddev: number };

/** Random numbers, `size` a row. */
export interface RandomNumbers {
  readonly size: number;
  readonly distribution: Distribution;
}

/** Random numbers that a training step takes, [batch, size], by the name of the graph's input. */
export interface RandomInput extends RandomNumbers {
  readonly name: string;
}
