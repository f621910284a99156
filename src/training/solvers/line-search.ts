const SUFFICIENT_DECREASE = 1e-3;
const CURVATURE = 0.9;
/** The search ends where the interval is this small a share of the step. */
const NARROW = 0.1;
/** The longest step. */
export const LONGEST = 1e10;
/** The least and the most that a step is extrapolated by while no interval is known. */
const EXTRAPOLATION = [1.1, 4] as const;
const SHRINKAGE = 0.66;

/** A step along the direction with the value and the slope there. */
interface Point {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/**
 * Finds a step along a descent direction that lowers the function enough and flattens its slope (the strong Wolfe conditions):
 * Moré and Thuente 1994, https://doi.org/10.1145/192115.192132, with the constants of L-BFGS-B.
 */
export class LineSearch {
  readonly #start: Point;
  /** The slope of the line under which the value must come. */
  readonly #target: number;
  /** The end of the interval with the least value so far, and the other end. */
  #best: Point;
  #other: Point;
  #bracketed = false;
  /** The function minus the target line is searched until a step is low enough and rises. */
  #first = true;
  #bounds: readonly [number, number];
  #width = LONGEST;
  #earlierWidth = 2 * LONGEST;

  /** Starts from the function's value and its (negative) slope. `step` is the first step to try. */
  constructor(value: number, slope: number, step: number) {
    this.#start = { step: 0, value, slope };
    this.#target = SUFFICIENT_DECREASE * slope;
    this.#best = this.#start;
    this.#other = this.#start;
    this.#bounds = [0, step + EXTRAPOLATION[1] * step];
  }

  /** Takes the value and the slope at a step. Returns the next step to try, or `undefined` when this one is to be taken. */
  next(tried: Point): number | undefined {
    const { step, value, slope } = tried;
    const line = this.#start.value + step * this.#target;
    if (value <= line && slope >= 0) this.#first = false;
    if (this.#isNarrow(step)) return undefined;
    if (step === LONGEST && value <= line && slope <= this.#target) return undefined;
    if (value <= line && Math.abs(slope) <= CURVATURE * -this.#start.slope) return undefined;
    const tilt = this.#first && value <= this.#best.value && value > line ? this.#target : 0;
    const trial = this.#narrow(tried, tilt);
    return this.#isNarrow(trial) ? this.#best.step : trial;
  }

  /** Whether rounding or the least width leave nothing between the interval's ends. */
  #isNarrow(step: number): boolean {
    const [low, high] = this.#bounds;
    return this.#bracketed && (step <= low || step >= high || high - low <= NARROW * high);
  }

  /** Moves the interval by a step that was tried, for the function minus a line of slope `tilt`, and returns the next step. */
  #narrow(tried: Point, tilt: number): number {
    const tilted = ({ step, value, slope }: Point): Point => ({
      step,
      value: value - step * tilt,
      slope: slope - tilt,
    });
    const [best, other, now] = [tilted(this.#best), tilted(this.#other), tilted(tried)];
    const { trial, brackets } = trialStep(best, other, now, this.#bracketed, this.#bounds);
    this.#bracketed ||= brackets;
    if (now.value > best.value) this.#other = tried;
    else {
      if (now.slope * best.slope < 0) this.#other = this.#best;
      this.#best = tried;
    }
    return this.#place(trial);
  }

  #place(trial: number): number {
    const [a, b] = [this.#best.step, this.#other.step];
    let step = trial;
    if (this.#bracketed) {
      const width = Math.abs(b - a);
      if (width >= SHRINKAGE * this.#earlierWidth) step = a + 0.5 * (b - a);
      this.#earlierWidth = this.#width;
      this.#width = width;
      this.#bounds = [Math.min(a, b), Math.max(a, b)];
    } else {
      const [least, most] = EXTRAPOLATION;
      this.#bounds = [step + least * (step - a), step + most * (step - a)];
    }
    return Math.min(Math.max(step, 0), LONGEST);
  }
}

/** The next step by cubic and quadratic interpolation, and whether a minimum now lies between known steps (section 4 of the paper). */
function trialStep(
  best: Point,
  other: Point,
  now: Point,
  bracketed: boolean,
  [low, high]: readonly [number, number],
): { trial: number; brackets: boolean } {
  const forward = now.step > best.step;
  if (now.value > best.value) {
    const cubic = cubicMinimum(best, now);
    const quadratic = quadraticMinimum(best, now);
    const nearer = Math.abs(cubic - best.step) < Math.abs(quadratic - best.step);
    return { trial: nearer ? cubic : cubic + (quadratic - cubic) / 2, brackets: true };
  }
  const secant = now.step + (now.slope / (now.slope - best.slope)) * (best.step - now.step);
  const isNearer = (a: number, b: number): boolean =>
    Math.abs(a - now.step) < Math.abs(b - now.step);
  if (now.slope * best.slope < 0) {
    const cubic = cubicMinimum(now, best);
    return { trial: isNearer(secant, cubic) ? cubic : secant, brackets: true };
  }
  if (Math.abs(now.slope) < Math.abs(best.slope)) {
    const cubic = cubicBeyond(now, best) ?? (forward ? high : low);
    if (!bracketed) {
      const farther = isNearer(secant, cubic) ? cubic : secant;
      return { trial: Math.max(low, Math.min(high, farther)), brackets: false };
    }
    const nearer = isNearer(cubic, secant) ? cubic : secant;
    const limit = now.step + SHRINKAGE * (other.step - now.step);
    return { trial: forward ? Math.min(limit, nearer) : Math.max(limit, nearer), brackets: false };
  }
  if (bracketed) return { trial: cubicMinimum(now, other), brackets: false };
  return { trial: forward ? high : low, brackets: false };
}

/** The minimum of the parabola through two values and the slope at `from`. */
function quadraticMinimum(from: Point, to: Point): number {
  const width = to.step - from.step;
  const curvature = (from.value - to.value) / width + from.slope;
  return from.step + (from.slope / curvature / 2) * width;
}

/** The minimum of the cubic through two points with their slopes. */
function cubicMinimum(from: Point, to: Point): number {
  return from.step + cubicShare(from, to).share * (to.step - from.step);
}

/** The same minimum if it lies on the far side of `from`, seen from `to`. Undefined if there is none. */
function cubicBeyond(from: Point, to: Point): number | undefined {
  const { share, gamma } = cubicShare(from, to);
  return share < 0 && gamma !== 0 ? from.step + share * (to.step - from.step) : undefined;
}

/** The minimum of the cubic as a share of the way from one point to the other. */
function cubicShare(from: Point, to: Point): { share: number; gamma: number } {
  const theta = (3 * (from.value - to.value)) / (to.step - from.step) + from.slope + to.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(from.slope), Math.abs(to.slope));
  const square = (theta / scale) ** 2 - (from.slope / scale) * (to.slope / scale);
  const root = scale * Math.sqrt(Math.max(0, square));
  const gamma = to.step < from.step ? -root : root;
  const share = (gamma - from.slope + theta) / (gamma - from.slope + gamma + to.slope);
  return { share, gamma };
}
