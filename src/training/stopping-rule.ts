/** Options of `StoppingRule`. */
export interface StoppingOptions {
  /** The smallest improvement that counts. */
  readonly minDelta: number;
  /** The maximum number of epochs in a row without improvement. */
  readonly patience: number;
}

/** The state of a stopping rule, for checkpoints. */
export interface StoppingState {
  readonly best: number;
  readonly idle: number;
}

/** Counts epochs without improvement as scikit-learn's MLPClassifier does. Lower values are better. */
export class StoppingRule {
  readonly #options: StoppingOptions;
  #best: number;
  #idle: number;

  constructor(
    options: StoppingOptions,
    { best, idle }: StoppingState = { best: Infinity, idle: 0 },
  ) {
    this.#options = options;
    this.#best = best;
    this.#idle = idle;
  }

  /** Takes an epoch's value. True when more than `patience` epochs in a row were not better by `minDelta`. */
  isPlateau(value: number): boolean {
    const { minDelta, patience } = this.#options;
    this.#idle = value > this.#best - minDelta ? this.#idle + 1 : 0;
    this.#best = Math.min(this.#best, value);
    return this.#idle > patience;
  }

  /** Counts from 0 again, with the same best value. */
  restart(): void {
    this.#idle = 0;
  }

  get state(): StoppingState {
    return { best: this.#best, idle: this.#idle };
  }
}
