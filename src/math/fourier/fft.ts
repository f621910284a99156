import { assertArgument } from "../../errors.ts";
import { kernels, type Precision } from "../kernels.ts";

/** Larger prime factors are left to Bluestein's algorithm. */
const MAX_RADIX = 13;
/** The most samples of a transform. */
export const MAX_TRANSFORM = 1 << 21;
/** A point of a kernel's data: re and im of all signals. */
const POINT_BYTES = 32;

const plans = new Map<string, number>();

/**
 * The plan of real transforms of `n` samples: its offset in the kernels' memory, where it is made at first use. Plans are kept, so
 * call this outside `kernels().scratch`. n: even, from 2 to 2^21. Prime factors up to 13 are fast.
 * @throws {AffektError} `invalid-argument` for another n.
 */
export function fftPlan(n: number, precision: Precision): number {
  assertArgument(
    Number.isInteger(n) && n >= 2 && n <= MAX_TRANSFORM && n % 2 === 0,
    `fft: n must be an even integer in [2, ${MAX_TRANSFORM}], got ${n}`,
  );
  return planOf(n / 2, precision);
}

/** Work space of a kernel that transforms frames of n samples. */
export interface TransformSpace {
  /** n / 2 points, each two packed samples of every signal. */
  readonly data: number;
  /** n / 2 + 1 points, the spectrum from 0 to half the sample rate. */
  readonly spectrum: number;
}

/** Allocates the work space of transforms of n real samples. */
export function transformSpace(n: number): TransformSpace {
  const k = kernels();
  return {
    data: k.allocate((n / 2) * POINT_BYTES),
    spectrum: k.allocate((n / 2 + 1) * POINT_BYTES),
  };
}

/** The discrete Fourier transform of a complex signal of n values: its n frequencies from 0 on. n: at most 2^20. */
export function spectrumOf(
  real: Float64Array,
  imaginary: Float64Array,
): [re: Float64Array, im: Float64Array] {
  const n = real.length;
  const plan = planOf(n, "float64");
  const k = kernels();
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  k.scratch(() => {
    const data = k.allocate(n * POINT_BYTES);
    const view = k.float64(data, n * 4);
    for (let i = 0; i < n; i++) {
      view[4 * i] = real[i]!;
      view[4 * i + 2] = imaginary[i]!;
    }
    k.call.complexFft64(data, plan);
    const places = k.uint32(k.uint32(plan, 2)[1]!, n);
    for (let i = 0; i < n; i++) {
      const place = places[i]! >> 3;
      re[i] = view[place]!;
      im[i] = view[place + 2]!;
    }
  });
  return [re, im];
}

function planOf(points: number, precision: Precision): number {
  const key = `${points},${precision}`;
  let plan = plans.get(key);
  if (plan === undefined) {
    const radices = radicesOf(points);
    plan =
      radices === undefined ? chirpPlan(points, precision) : radixPlan(points, radices, precision);
    plans.set(key, plan);
  }
  return plan;
}

function radixPlan(points: number, radices: readonly number[], precision: Precision): number {
  const k = kernels();
  const order = k.copyUint32(placesOf(points, radices));
  const twiddles = copyTable(stageTwiddles(points, radices), precision);
  const rotations = copyTable(radices.flatMap(rotationsOf), precision);
  const work = k.allocate(MAX_RADIX * POINT_BYTES);
  const roots = rootsAt(points, precision);
  return k.copyUint32([points, order, roots, twiddles, work, rotations, 0, 0, 0, ...radices]);
}

function chirpPlan(points: number, precision: Precision): number {
  const k = kernels();
  const long = 2 ** Math.ceil(Math.log2(2 * points - 1));
  const inner = planOf(long, precision);
  const chirp = Array.from({ length: points }, (_, i) =>
    unit(-((i * i) % (2 * points)), 2 * points),
  );
  const order = k.copyUint32(chirp.map((_, i) => i * POINT_BYTES));
  const work = k.allocate(2 * long * POINT_BYTES);
  const spectrum = chirpSpectrum(chirp, long);
  const tables = [copyTable(chirp.flat(), precision), copyTable(spectrum, precision)];
  return k.copyUint32([points, order, rootsAt(points, precision), 0, work, 0, ...tables, inner]);
}

// Odd factors, then factors of 4 and at most one of 2. Undefined if an odd one is too large.
function radicesOf(points: number): number[] | undefined {
  const radices: number[] = [];
  let rest = points;
  for (let radix = 3; radix <= MAX_RADIX; radix += 2) {
    for (; rest % radix === 0; rest /= radix) radices.push(radix);
  }
  for (; rest % 4 === 0; rest /= 4) radices.push(4);
  if (rest === 2) radices.push(2);
  return rest > 2 ? undefined : radices;
}

// The byte offset of each frequency's point in transformed data: its digits reversed.
function placesOf(points: number, radices: readonly number[]): Uint32Array {
  return Uint32Array.from({ length: points }, (_, frequency) => {
    let place = 0;
    let rest = frequency;
    let step = points;
    for (const radix of radices) {
      step /= radix;
      place += (rest % radix) * step;
      rest = Math.floor(rest / radix);
    }
    return place * POINT_BYTES;
  });
}

// w^j … w^((radix - 1) j) for each j of each stage, w = exp(-2 pi i / length of the stage).
function stageTwiddles(points: number, radices: readonly number[]): number[] {
  const table: number[] = [];
  let length = points;
  for (const radix of radices) {
    for (let j = 0; j < length / radix; j++) {
      for (let power = 1; power < radix; power++) table.push(...unit(-j * power, length));
    }
    length /= radix;
  }
  return table;
}

// cos and sin of 2 pi i m / radix for i and m from 1 to half an odd radix.
function rotationsOf(radix: number): number[] {
  if (radix % 2 === 0) return [];
  const half = Array.from({ length: radix >> 1 }, (_, i) => i + 1);
  return half.flatMap((m) => half.flatMap((i) => unit(i * m, radix)));
}

// Half of exp(-2 pi i k / n) for k from 0 to n / 4, where n is twice the points. They turn the spectrum of packed samples into that of
// real ones.
function rootsAt(points: number, precision: Precision): number {
  const roots = Array.from({ length: (points >> 1) + 1 }, (_, k) => unit(-k, 2 * points));
  const halves = roots.flat().map((part) => part / 2);
  return copyTable(halves, precision);
}

// The spectrum of the conjugate of a chirp, around 0, divided by its points.
function chirpSpectrum(chirp: readonly Complex[], long: number): number[] {
  const [real, imaginary] = [new Float64Array(long), new Float64Array(long)];
  for (const [i, [re, im]] of chirp.entries()) {
    real[i] = real[(long - i) % long] = re / long;
    imaginary[i] = imaginary[(long - i) % long] = -im / long;
  }
  const [re, im] = spectrumOf(real, imaginary);
  return [...re].flatMap((x, k) => [x, im[k]!]);
}

type Complex = readonly [re: number, im: number];

// exp(2 pi i k / n).
function unit(k: number, n: number): Complex {
  const angle = (2 * Math.PI * (k % n)) / n;
  return [Math.cos(angle), Math.sin(angle)];
}

function copyTable(values: readonly number[], precision: Precision): number {
  const k = kernels();
  return precision === "float64" ? k.copyFloat64(values) : k.copyFloat32(values);
}
