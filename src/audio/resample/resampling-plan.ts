import { greatestCommonDivisor } from "../../math/arithmetic.ts";
import { spectrumOf } from "../../math/fourier/fft.ts";
import { kaiser, kaiserBeta } from "../../math/fourier/windows.ts";

// The filter as close as a simple one comes to soxr's HQ preset, which librosa uses: passes to 0.9136 of the lower
// Nyquist frequency, stops at 1, 132 dB.
const PASS = 0.9136;
const ATTENUATION = 132;
const BETA = kaiserBeta(ATTENUATION);

/** The steps from one sample rate to another. */
export interface ResamplingPlan {
  /** Samples of a block before and after the change of rate in the frequency domain. */
  readonly blockIn: number;
  readonly blockOut: number;
  /** Samples that each block shares with its neighbours on each side, before and after. */
  readonly overlapIn: number;
  readonly overlapOut: number;
  /** The low-pass filter's spectrum, [blockIn / 2 + 1]. */
  readonly response: Float32Array;
  /** The interpolation that follows, if any. */
  readonly interpolation: Interpolation | undefined;
}

/** A polyphase filter for any ratio of rates: its taps are interpolated between those of `rows` fractions of a sample. */
export interface Interpolation {
  /** [rows + 1, taps]. */
  readonly table: Float32Array;
  readonly rows: number;
  readonly taps: number;
  /** Input samples for `phases` output samples. */
  readonly step: number;
  readonly phases: number;
}

const plans = new Map<string, ResamplingPlan>();

/** The plan from one rate to another, with samples multiplied by `gain`. Made at first use. */
export function resamplingPlan(from: number, to: number, gain = 1): ResamplingPlan {
  const key = `${from},${to},${gain}`;
  let plan = plans.get(key);
  if (plan === undefined) {
    plan = makePlan(from, to, gain);
    plans.set(key, plan);
  }
  return plan;
}

function makePlan(from: number, to: number, gain: number): ResamplingPlan {
  const lower = Math.min(from, to);
  const [unitIn, unitOut] = blockUnits(from, to);
  const between = (from * unitOut) / unitIn;
  const taps = kaiserLength(((1 - PASS) * lower) / 2 / from);
  const overlaps = Math.ceil(taps / 2 / unitIn);
  const blocks = 2 ** Math.ceil(Math.log2(Math.max(8 * overlaps, 1024 / unitIn, 2)));
  const blockIn = blocks * unitIn;
  const cutoff = ((1 + PASS) / 2) * (lower / 2 / from);
  return {
    blockIn,
    blockOut: blocks * unitOut,
    overlapIn: overlaps * unitIn,
    overlapOut: overlaps * unitOut,
    response: lowPassResponse(blockIn, taps, cutoff, gain),
    interpolation: between === to ? undefined : makeInterpolation(between, to, lower),
  };
}

const MAX_UNIT = 1280;

// The ratio of rates in the frequency domain, in lowest terms: the wanted one where blocks of its terms can be transformed quickly, else the lowest
// power of two after which a short filter suffices for the rest.
function blockUnits(from: number, to: number): [unitIn: number, unitOut: number] {
  const common = greatestCommonDivisor(from, to);
  const units = [from / common, to / common] as const;
  if (units.every((unit) => unit <= MAX_UNIT && isSmooth(unit))) return [...units];
  const exponent = Math.ceil(Math.log2((1.8 * Math.min(from, to)) / from));
  return [2 ** Math.max(0, -exponent), 2 ** Math.max(0, exponent)];
}

function isSmooth(n: number): boolean {
  let rest = n;
  for (const factor of [2, 3, 5, 7]) while (rest % factor === 0) rest /= factor;
  return rest === 1;
}

// Kaiser's estimate for a transition band of `width` cycles a sample.
function kaiserLength(width: number): number {
  return Math.ceil((ATTENUATION - 8) / (2.285 * 2 * Math.PI * width)) | 1;
}

// The real spectrum of a windowed sinc of `taps` values around 0, scaled for the unscaled inverse transform.
function lowPassResponse(
  blockIn: number,
  taps: number,
  cutoff: number,
  gain: number,
): Float32Array {
  const half = (taps - 1) / 2;
  const filter = new Float64Array(blockIn);
  for (let i = -half; i <= half; i++) {
    const sinc = i === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * i) / (Math.PI * i);
    filter[(i + blockIn) % blockIn] = sinc * kaiser(i / (half + 1), BETA);
  }
  const [spectrum] = spectrumOf(filter, new Float64Array(blockIn));
  return Float32Array.from(spectrum.subarray(0, blockIn / 2 + 1), (h) => (h * 2 * gain) / blockIn);
}

// Linear interpolation between this many fractions of a sample leaves images of -120 dB.
const ROWS = 512;

// After the low-pass the signal ends at half of `lower`. Its images begin at `between - lower / 2`.
function makeInterpolation(between: number, to: number, lower: number): Interpolation {
  const common = greatestCommonDivisor(between, to);
  const taps = (kaiserLength((between - lower) / between) + 3) & ~3;
  const table = Float32Array.from({ length: (ROWS + 1) * taps }, (_, i) => {
    // the distance from the output's place to the tap's, taps / 2 - 1 samples before it being the first
    const x = (i % taps) - (taps / 2 - 1) - Math.floor(i / taps) / ROWS;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return sinc * kaiser(x / (taps / 2), BETA);
  });
  return { table, rows: ROWS, taps, step: between / common, phases: to / common };
}
