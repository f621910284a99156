/** When a training counts as no longer improving. */
export interface StoppingOptions {
  /** What counts as an improvement. */
  readonly minDelta: number;
  /** The most epochs in a row without improvement. */
  readonly patience: number;
}

/** What changes in a stopping rule; what a checkpoint keeps of it. */
export interface StoppingState {
  readonly best: number;
  readonly idle: number;
}

/** Counts epochs without improvement as scikit-learn's MLPClassifier does; what is watched must be better when lower. */
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

  /** Takes an epoch's value; true where more than `patience` epochs in a row were not better by `minDelta`. */
  isPlateau(value: number): boolean {
    const { minDelta, patience } = this.#options;
    this.#idle = value > this.#best - minDelta ? this.#idle + 1 : 0;
    this.#best = Math.min(this.#best, value);
    return this.#idle > patience;
  }

  /** Starts to count again, with the same best value. */
  restart(): void {
    this.#idle = 0;
  }

  get state(): StoppingState {
    return { best: this.#best, idle: this.#idle };
  }
}
