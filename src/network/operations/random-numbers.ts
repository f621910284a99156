/** Distribution of random numbers. */
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

/** An input of a training graph for random numbers, [batch, size]. */
export interface RandomInput extends RandomNumbers {
  readonly name: string;
}
