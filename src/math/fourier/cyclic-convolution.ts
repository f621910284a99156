type Rows = readonly (readonly number[])[];

/**
 * A cyclic convolution y[q] = Σ x[t] · w[s] over t + s = q modulo a period, as y = outᵀ · ((in · x) ∘ (kernel · w)). It takes as many
 * products as the matrices have rows.
 */
export interface CyclicConvolution {
  /** [products, positions of x]. */
  readonly in: Rows;
  /** [products, positions of w]. */
  readonly kernel: Rows;
  /** [products, positions of y]. */
  readonly out: Rows;
}

/** Positions along the period, as any integers, of the values that are not zero (x, w) or wanted (y). */
export interface CyclicPositions {
  readonly in: readonly number[];
  readonly kernel: readonly number[];
  readonly out: readonly number[];
}

/** The number of products of `cyclicConvolution`. */
export function cyclicProducts(period: number): number {
  return period + Math.floor((period - 1) / 2);
}

/**
 * The convolution by discrete Fourier transforms: one product for each real frequency and three for each complex one,
 * (a + bi)(c + di) = (p - r) + (p + q)i with p = (a + b)c, q = a(d - c), r = b(c + d) (Gauss).
 */
export function cyclicConvolution(period: number, positions: CyclicPositions): CyclicConvolution {
  const frequencies = Array.from({ length: Math.floor(period / 2) + 1 }, (_, f) => f);
  const rows = (
    positions: readonly number[],
    ofReal: (cos: number) => number,
    ofComplex: readonly ((cos: number, sin: number) => number)[],
  ): number[][] =>
    frequencies.flatMap((frequency) => {
      const angles = positions.map(
        (position) => (2 * Math.PI * ((frequency * position) % period)) / period,
      );
      if (frequency === 0 || 2 * frequency === period)
        return [angles.map((angle) => ofReal(Math.cos(angle)))];
      return ofComplex.map((value) =>
        angles.map((angle) => value(Math.cos(angle), Math.sin(angle))),
      );
    });
  return {
    in: rows(positions.in, (cos) => cos, [(cos, sin) => cos - sin, (cos) => cos, (_, sin) => -sin]),
    kernel: rows(positions.kernel, (cos) => cos, [
      (cos) => cos,
      (cos, sin) => -sin - cos,
      (cos, sin) => cos - sin,
    ]),
    out: rows(positions.out, (cos) => cos / period, [
      (cos, sin) => (2 / period) * (cos - sin),
      (_, sin) => (-2 / period) * sin,
      (cos) => (-2 / period) * cos,
    ]),
  };
}
