/** The learning rate over a training. */
export interface Schedule {
  readonly learningRate: number;
  /** Called after each epoch with the count of rows seen so far. */
  afterEpoch(rowsSeen: number): void;
  /** Called when the training no longer improves; false where it should stop. */
  plateau(): boolean;
}

/** The same learning rate throughout; stops on a plateau. */
export function constantRate(learningRate: number): Schedule {
  return { learningRate, afterEpoch: () => undefined, plateau: () => false };
}

/** scikit-learn's `invscaling`: after each epoch the first rate / (rows seen + 1)^powerT. */
export function inverseScaling(first: number, powerT: number): Schedule {
  let learningRate = first;
  return {
    get learningRate() {
      return learningRate;
    },
    afterEpoch(rowsSeen) {
      learningRate = first / (rowsSeen + 1) ** powerT;
    },
    plateau: () => false,
  };
}

/** scikit-learn's `adaptive`: a fifth of the rate on each plateau, down to 1e-6. */
export function adaptiveRate(first: number): Schedule {
  const LOWEST = 1e-6;
  let learningRate = first;
  return {
    get learningRate() {
      return learningRate;
    },
    afterEpoch: () => undefined,
    plateau() {
      if (learningRate <= LOWEST) return false;
      learningRate /= 5;
      return true;
    },
  };
}
