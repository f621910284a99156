/**
 * A seeded generator of random numbers: xoshiro128** by Blackman and Vigna (https://prng.di.unimi.it/),
 * its state filled by splitmix32 from the seed. The same seed gives the same numbers on every platform.
 */
export class Random {
  /**
   * An independent generator for each purpose and index of a seed, such as the order of the rows in epoch 3. Its numbers do not depend
   * on those drawn before, so that work can be resumed anywhere.
   */
  static of(seed: number, purpose: string, index: number): Random {
    const letters = Array.from(purpose, (letter) => letter.charCodeAt(0));
    return new Random([...letters, seed, index].reduce((hash, key) => scramble(hash ^ key), 0));
  }

  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    let s = seed | 0;
    const next = (): number => {
      s = (s + 0x9e3779b9) | 0;
      return scramble(s);
    };
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next();
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    const x = Math.imul(this.#b, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** A number in [0, 1). */
  uniform(): number {
    return this.uint32() / 4294967296;
  }

  /** A number from the standard normal distribution: Box and Muller 1958, https://doi.org/10.1214/aoms/1177706645. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** An integer in [0, below). */
  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  /** Shuffles in place (Fisher–Yates) and returns its argument. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    const list: { [index: number]: unknown } = items;
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = list[i];
      list[i] = list[j];
      list[j] = kept;
    }
    return items;
  }
}

/** The finaliser of splitmix32: each bit of the result depends on all bits. */
function scramble(bits: number): number {
  let z = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}
