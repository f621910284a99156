import * as v from "valibot";
import { assertArgument } from "../../errors.ts";
import { BoundedCache } from "../bounded-cache.ts";
import { described } from "../../options/schema.ts";

/** A window without a parameter, by scipy's name; `tukey` has its alpha of 0.5. */
export type WindowName = keyof typeof SHAPES;

/** A window with a parameter: Kaiser's beta, the Gaussian's standard deviation in samples, the share of Tukey's window that is tapered. */
export type WindowFamily = keyof typeof FAMILIES;

/** A window that is known by its name. */
export type NamedWindow = WindowName | readonly [family: WindowFamily, parameter: number];

/** A window as librosa's `get_window` takes it: a name, a name with its parameter, or values. */
export type WindowSpec = NamedWindow | readonly number[] | Float32Array | Float64Array;

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

/** The window's shape for each parameter in [least, most]. */
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

/** The schema of a window that is known by its name. */
export const NAMED_WINDOW: v.GenericSchema<NamedWindow> = windowSchema(isNamed, "");

/** The schema of a window that is known by its name or given by its values. */
export const WINDOW: v.GenericSchema<WindowSpec> = windowSchema(
  (window) => isNamed(window) || isFiniteNumbers(window),
  ", or finite values",
);

function windowSchema<T>(is: (value: unknown) => boolean, others: string): v.GenericSchema<T> {
  const families = Object.entries(FAMILIES).map(
    ([family, { least, most }]) => `["${family}", ${least} to ${most}]`,
  );
  const allowed = `one of ${[...Object.keys(SHAPES), ...families].join(", ")}${others}`;
  return described(v.custom<T>(is), { text: "window, by scipy's names" }, allowed);
}

function isNamed(window: unknown): window is NamedWindow {
  if (!Array.isArray(window)) return typeof window === "string" && Object.hasOwn(SHAPES, window);
  const [family, parameter] = window as readonly unknown[];
  if (typeof family !== "string" || !Object.hasOwn(FAMILIES, family)) return false;
  if (window.length !== 2 || typeof parameter !== "number") return false;
  const { least, most } = FAMILIES[family as WindowFamily];
  return parameter >= least && parameter <= most;
}

function isFiniteNumbers(values: unknown): boolean {
  const isList =
    Array.isArray(values) || values instanceof Float32Array || values instanceof Float64Array;
  return isList && values.every(Number.isFinite);
}

/**
 * The window of `length` values: periodic, as scipy's `get_window`, or symmetric. Callers share the array and must not change it.
 * @throws {AffektError} `invalid-argument` for given values of another number.
 */
export function windowValues(
  window: WindowSpec,
  length: number,
  { symmetric = false }: { readonly symmetric?: boolean } = {},
): Float64Array {
  if (!isNamed(window)) return givenValues(window, length);
  const shape = shapeOf(window);
  const key = [window, length, symmetric].join();
  return known.get(key, () => {
    if (length === 1) return Float64Array.of(1);
    const n = symmetric ? length : length + 1;
    return new Float64Array(length).map((_, i) => shape(i / (n - 1), n, i));
  });
}

const known = new BoundedCache<Float64Array>(({ byteLength }) => byteLength);

function shapeOf(window: NamedWindow): Shape {
  if (typeof window === "string") return SHAPES[window];
  const [family, parameter] = window;
  return FAMILIES[family].shape(parameter);
}

function givenValues(values: ArrayLike<number>, length: number): Float64Array {
  assertArgument(
    values.length === length,
    `window: expected ${length} values, got ${values.length}`,
  );
  return Float64Array.from(values);
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
