import { dot } from "../../math/linear-algebra/dot.ts";
import { integer, number, withDefault } from "../../options/schema.ts";
import { LineSearch, LONGEST } from "./line-search.ts";

const PAIRS = 10;
const EVALUATIONS_PER_SEARCH = 20;

/** Options of L-BFGS. The defaults are those of scikit-learn's MLPClassifier, for `ftol` scipy's. */
export const LBFGS = {
  tol: withDefault(number({ min: 0, text: "largest value of the gradient at the end" }), 1e-4),
  ftol: withDefault(
    number({ min: 0, text: "smallest gain of a step, relative to the loss or to 1" }),
    2.2204460492503131e-9,
  ),
  maxFun: withDefault(
    integer({ min: 1, text: "maximum number of evaluations of the loss" }),
    15_000,
  ),
};

/** The tolerances of a minimiser, see `LBFGS`. */
export interface LbfgsTolerance {
  readonly tol: number;
  readonly ftol: number;
}

/** A function's value and gradient at a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A step that was taken and what it changed in the gradient. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
}

/** The state of a minimiser between two iterations. */
export interface LbfgsState extends Evaluation {
  readonly point: Float64Array;
  readonly pairs: readonly Pair[];
  /** The number of iterations done. */
  readonly iterations: number;
  /** The number of evaluations of the function so far. */
  readonly evaluations: number;
}

/** The outcome of an iteration: `stuck` where no step along the steepest descent lowers the function. */
export type LbfgsOutcome = "improved" | "converged" | "stuck" | "interrupted";

/**
 * Limited-memory BFGS (Liu and Nocedal 1989, https://doi.org/10.1007/BF01589116) with the line search, the scaling and the
 * stopping rules of L-BFGS-B (Zhu et al. 1997, https://doi.org/10.1145/279232.279236) without bounds: what scipy's `minimize` runs.
 */
export class Lbfgs {
  readonly #evaluate: (point: Float64Array) => Promise<Evaluation | undefined>;
  readonly #tolerance: LbfgsTolerance;
  #state: LbfgsState;

  /** Goes on from a state. `evaluate` gives `undefined` to interrupt an iteration. */
  constructor(
    evaluate: (point: Float64Array) => Promise<Evaluation | undefined>,
    tolerance: LbfgsTolerance,
    state: LbfgsState,
  ) {
    this.#evaluate = evaluate;
    this.#tolerance = tolerance;
    this.#state = state;
  }

  get state(): LbfgsState {
    return this.#state;
  }

  /** Takes one step along a new direction. */
  async iterate(): Promise<LbfgsOutcome> {
    const { tol, ftol } = this.#tolerance;
    if (isFlat(this.#state.gradient, tol)) return "converged";
    const before = this.#state;
    const found = await this.#search(direction(before));
    if (found === "interrupted") return found;
    if (found === undefined) {
      if (before.pairs.length === 0) return "stuck";
      this.#state = { ...before, pairs: [] }; // the pairs mislead: try again along the steepest descent
      return this.iterate();
    }
    const iterations = before.iterations + 1;
    const pairs = remember(before, found);
    this.#state = { ...found, evaluations: this.#state.evaluations, iterations, pairs };
    const scale = Math.max(Math.abs(before.value), Math.abs(found.value), 1);
    const gained = before.value - found.value > ftol * scale;
    return gained && !isFlat(found.gradient, tol) ? "improved" : "converged";
  }

  /** The point at the end of a line search. Undefined where it fails. */
  async #search(along: Float64Array) {
    const { point, value, gradient, iterations } = this.#state;
    const slope = dot(gradient, along);
    if (slope >= 0) return undefined;
    let step = iterations === 0 ? Math.min(1 / Math.sqrt(dot(along, along)), LONGEST) : 1;
    const search = new LineSearch(value, slope, step);
    for (let i = 0; i < EVALUATIONS_PER_SEARCH; i++) {
      const tried = point.map((x, at) => x + step * along[at]!);
      const now = await this.#evaluate(tried);
      if (now === undefined) return "interrupted";
      this.#state = { ...this.#state, evaluations: this.#state.evaluations + 1 };
      const next = search.next({ step, value: now.value, slope: dot(now.gradient, along) });
      if (next === undefined) return { point: tried, ...now };
      step = next;
    }
    return undefined;
  }
}

/** The pairs with the newest step, unless the function does not curve upwards along it. */
function remember(
  { pairs, point, gradient }: LbfgsState,
  now: Evaluation & { point: Float64Array },
) {
  const pair = { step: minus(now.point, point), change: minus(now.gradient, gradient) };
  const curvature = dot(pair.step, pair.change);
  if (curvature <= Number.EPSILON * -dot(gradient, pair.step)) return pairs;
  return [...pairs, pair].slice(-PAIRS);
}

/** Minus the gradient times the inverse Hessian that the pairs approximate, by the two-loop recursion. */
function direction({ gradient, pairs }: LbfgsState): Float64Array {
  const along = gradient.map((value) => -value);
  const shares = pairs.map(() => 0);
  for (const [i, { step, change }] of [...pairs.entries()].toReversed()) {
    shares[i] = dot(step, along) / dot(step, change);
    add(along, -shares[i], change);
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const scale = dot(last.step, last.change) / dot(last.change, last.change);
    for (let i = 0; i < along.length; i++) along[i]! *= scale;
  }
  for (const [i, { step, change }] of pairs.entries()) {
    add(along, shares[i]! - dot(change, along) / dot(step, change), step);
  }
  return along;
}

function isFlat(gradient: Float64Array, tol: number): boolean {
  return gradient.every((value) => Math.abs(value) <= tol);
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

/** Adds `share` times `b` to `a`. */
function add(a: Float64Array, share: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i]! += share * b[i]!;
}
