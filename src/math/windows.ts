import { AffektError } from "../errors.ts";

/** The windows that take no parameter, by scipy's names; `tukey` has its alpha of 0.5. */
export type WindowName = keyof typeof SHAPES;

/** The windows that take one: Kaiser's beta, the Gaussian's standard deviation in samples, the share of Tukey's window that is tapered. */
export type WindowFamily = keyof typeof FAMILIES;

/** A window as librosa's `get_window` takes it: a name, a name with its parameter, or the values themselves. */
export type WindowSpec =
  | WindowName
  | readonly [family: WindowFamily, parameter: number]
  | readonly number[]
  | Float32Array
  | Float64Array;

/** The value at index i of a symmetric window of n values; t = i / (n - 1). */
type Shape = (t: number, n: number, i: number) => number;

const SHAPES = {
  boxcar: () => 1,
  triang: (t, n) => 1 - (Math.abs(2 * t - 1) * (n - 1)) / (n + (n % 2)),
  bartlett: (t) => 1 - Math.abs(2 * t - 1),
  hann: cosineSum(0.5, 0.5),
  hamming: cosineSum(0.54, 0.46),
  blackman: cosineSum(0.42, 0.5, 0.08),
  nuttall: cosineSum(0.363_581_9, 0.489_177_5, 0.136_599_5, 0.010_641_1),
  blackmanharris: cosineSum(0.358_75, 0.488_29, 0.141_28, 0.011_68),
  flattop: cosineSum(0.215_578_95, 0.416_631_58, 0.277_263_158, 0.083_578_947, 0.006_947_368),
  barthann: (t) => 0.62 - 0.48 * Math.abs(t - 0.5) - 0.38 * Math.cos(2 * Math.PI * t),
  bohman: (t) => {
    const x = Math.abs(2 * t - 1);
    return (1 - x) * Math.cos(Math.PI * x) + Math.sin(Math.PI * x) / Math.PI;
  },
  cosine: (_, n, i) => Math.sin((Math.PI * (i + 0.5)) / n),
  lanczos: (t) => (t === 0.5 ? 1 : Math.sin(Math.PI * (2 * t - 1)) / (Math.PI * (2 * t - 1))),
  parzen: (t, n) => {
    const x = (Math.abs(2 * t - 1) * (n - 1)) / n;
    return 2 * x <= (n - 1) / n ? 1 - 6 * x * x * (1 - x) : 2 * (1 - x) ** 3;
  },
  tukey: tukey(0.5),
} as const satisfies Record<string, Shape>;

/** A window's shape for each parameter in [least, most]. */
interface Family {
  readonly least: number;
  readonly most: number;
  readonly shape: (parameter: number) => Shape;
}

const FAMILIES = {
  // beyond, the Bessel function leaves float64
  kaiser: { least: 0, most: 700, shape: (beta) => (t) => kaiser(2 * t - 1, beta) },
  gaussian: { least: 0.01, most: 1e6, shape: gaussian },
  tukey: { least: 0, most: 1, shape: tukey },
} as const satisfies Record<string, Family>;

/**
 * The window of `length` values: periodic, as scipy's `get_window`, or symmetric. One array for all who ask: not to be changed.
 * Errors: `invalid-argument` for an unknown name, a parameter out of range, values of another number or not finite.
 */
export function windowValues(
  window: WindowSpec,
  length: number,
  { symmetric = false }: { readonly symmetric?: boolean } = {},
): Float64Array {
  const shape = shapeOf(window);
  if (shape === undefined) return givenValues(window as ArrayLike<number>, length);
  const key = [window, length, symmetric].join();
  let values = known.get(key);
  if (values === undefined) {
    const n = symmetric ? length : length + 1;
    values =
      length === 1
        ? Float64Array.of(1)
        : new Float64Array(length).map((_, i) => shape(i / (n - 1), n, i));
    known.set(key, values);
  }
  return values;
}

const known = new Map<string, Float64Array>();

function shapeOf(window: WindowSpec): Shape | undefined {
  if (typeof window === "string") return shapeNamed(window);
  return isOfFamily(window) ? shapeOfFamily(...window) : undefined;
}

function isOfFamily(window: WindowSpec): window is readonly [WindowFamily, number] {
  return typeof window[0] === "string";
}

function shapeNamed(name: WindowName): Shape {
  if (Object.hasOwn(SHAPES, name)) return SHAPES[name];
  throw refusal(`expected one of ${Object.keys(SHAPES).join(", ")}`, name);
}

function shapeOfFamily(family: WindowFamily, parameter: number): Shape {
  if (!Object.hasOwn(FAMILIES, family)) {
    throw refusal(`with a parameter expected one of ${Object.keys(FAMILIES).join(", ")}`, family);
  }
  const { least, most, shape } = FAMILIES[family];
  if (!(parameter >= least && parameter <= most)) {
    throw refusal(`${family} takes a number in [${least}, ${most}]`, parameter);
  }
  return shape(parameter);
}

function givenValues(values: ArrayLike<number>, length: number): Float64Array {
  if (values.length !== length) throw refusal(`expected ${length} values`, values.length);
  const window = Float64Array.from(values);
  const bad = window.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw refusal("expected finite values", bad);
  return window;
}

function refusal(wanted: string, got: unknown): AffektError {
  return new AffektError("invalid-argument", `window: ${wanted}, got ${String(got)}`);
}

// a0 - a1 cos(2 pi t) + a2 cos(4 pi t) - …
function cosineSum(...coefficients: readonly number[]): Shape {
  return (_, n, i) => {
    let sum = coefficients[0]!;
    for (let k = 1; k < coefficients.length; k++) {
      const a = coefficients[k]!;
      sum += (k % 2 === 0 ? a : -a) * Math.cos((2 * Math.PI * k * i) / (n - 1));
    }
    return sum;
  };
}

function gaussian(deviation: number): Shape {
  return (_, n, i) => Math.exp(-0.5 * ((i - (n - 1) / 2) / deviation) ** 2);
}

// Cosine tapers over a share `alpha` of the window, half of it at each end.
function tukey(alpha: number): Shape {
  return (_, n, i) => {
    const fromEnd = Math.min(i, n - 1 - i);
    const taper = (alpha * (n - 1)) / 2;
    return fromEnd >= taper ? 1 : 0.5 * (1 - Math.cos((Math.PI * fromEnd) / taper));
  };
}

/** The Kaiser window's value at x in [-1, 1] from its middle: I0(beta * sqrt(1 - x^2)) / I0(beta). */
export function kaiser(x: number, beta: number): number {
  return Math.abs(x) > 1 ? 0 : besselI0(beta * Math.sqrt(1 - x * x)) / besselI0(beta);
}

/** Kaiser's beta for a stop band of `attenuation` dB (above 50 dB). */
export function kaiserBeta(attenuation: number): number {
  return 0.1102 * (attenuation - 8.7);
}

// The modified Bessel function of the first kind of order 0, by its power series.
function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}
