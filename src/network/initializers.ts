import type { Random } from "../math/random.ts";

/** Gives one starting value of a parameter; fans are the counts of values that go into and come out of the layer's unit. */
export type Initializer = (random: Random, fanIn: number, fanOut: number) => number;

/** Zero, Keras' start for biases. */
export const zeros: Initializer = () => 0;

/**
 * Uniform in ±√(factor / (fanIn + fanOut)): Glorot and Bengio 2010
 * (https://proceedings.mlr.press/v9/glorot10a.html), Keras' start for kernels; scikit-learn takes factor 2 for logistic units.
 */
export function glorotUniform(factor = 6): Initializer {
  return (random, fanIn, fanOut) =>
    (2 * random.uniform() - 1) * Math.sqrt(factor / (fanIn + fanOut));
}
