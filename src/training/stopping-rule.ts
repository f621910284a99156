/** When a training counts as no longer improving, under scikit-learn's names. */
export interface StoppingOptions {
  /** Default 1e-4. */
  readonly tol?: number;
  /** Default 10. */
  readonly nIterNoChange?: number;
}

/** Counts epochs without improvement as scikit-learn's MLPClassifier does; what is watched must be better when lower. */
export class StoppingRule {
  readonly #tol: number;
  readonly #patience: number;
  #best = Infinity;
  #idle = 0;

  constructor({ tol = 1e-4, nIterNoChange = 10 }: StoppingOptions) {
    this.#tol = tol;
    this.#patience = nIterNoChange;
  }

  /** Takes an epoch's value; true where more than `nIterNoChange` epochs in a row were not better by `tol`, and the count starts again. */
  isPlateau(value: number): boolean {
    this.#idle = value > this.#best - this.#tol ? this.#idle + 1 : 0;
    this.#best = Math.min(this.#best, value);
    if (this.#idle <= this.#patience) return false;
    this.#idle = 0;
    return true;
  }
}
