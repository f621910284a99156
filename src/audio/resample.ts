import { AffektError } from "../errors.ts";
import { fftPlan } from "../math/fft.ts";
import { kernels } from "../math/kernels.ts";
import { kaiser, kaiserBeta } from "../math/windows.ts";

// The filter as close as a simple one comes to soxr's HQ preset, which librosa uses: passes to 0.9136 of the lower
// Nyquist frequency, stops at 1, 132 dB.
const PASS = 0.9136;
const ATTENUATION = 132;
const BETA = kaiserBeta(ATTENUATION);

/**
 * Resamples with a band-limited filter of linear phase: ceil(n * to / from) samples, as librosa's `resample` gives.
 * First a steep low-pass in the frequency domain, by overlap-save, which also changes the rate by a power of two to at least
 * about twice the lower rate; then, where that is not the wanted rate already, a short polyphase filter.
 * Errors: `invalid-argument` for rates that are not positive integers.
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  for (const rate of [from, to]) {
    if (!Number.isInteger(rate) || rate <= 0) {
      throw new AffektError(
        "invalid-argument",
        `resample: rates must be positive integers in Hz, got ${from} and ${to}`,
      );
    }
  }
  if (from === to || samples.length === 0) return samples;
  const length = Math.ceil((samples.length * to) / from);
  return run(samples, length, planFor(from, to), 1);
}

/** Half as many samples (rounded up) at half the rate, times the square root of 2 so that the energy stays: librosa's `resample(orig_sr=2, target_sr=1, scale=True)`. */
export function downsampleByTwo(samples: Float32Array): Float32Array {
  return run(samples, Math.ceil(samples.length / 2), planFor(2, 1), Math.SQRT2);
}

/** How to get from one rate to another. */
interface Plan {
  /** Points of a block's transform before and after the change of rate by a power of two. */
  readonly blockIn: number;
  readonly blockOut: number;
  /** Samples that each block shares with its neighbours on each side, before and after. */
  readonly overlapIn: number;
  readonly overlapOut: number;
  /** The low-pass filter's spectrum, [blockIn / 2 + 1]. */
  readonly response: Float64Array;
  /** The polyphase filter that follows, if any. */
  readonly polyphase: Polyphase | undefined;
}

interface Polyphase {
  /** [phases, taps]. */
  readonly table: Float64Array;
  readonly phases: number;
  readonly taps: number;
  /** Input samples for `phases` output samples. */
  readonly step: number;
}

const plans = new Map<string, Plan>();

function planFor(from: number, to: number): Plan {
  const key = `${from},${to}`;
  let plan = plans.get(key);
  if (plan === undefined) {
    plan = makePlan(from, to);
    plans.set(key, plan);
  }
  return plan;
}

function makePlan(from: number, to: number): Plan {
  const lower = Math.min(from, to);
  const factor = rateFactor(from, to, lower);
  const between = from * factor;
  const taps = kaiserLength(((1 - PASS) * lower) / 2 / from);
  // at least half the filter, and even after the change of rate, as the kernel works on pairs of samples
  const unit = Math.max(2, 2 / factor);
  const overlapIn = unit * Math.ceil(taps / 2 / unit);
  const blockIn = Math.max(1024, 2 ** Math.ceil(Math.log2(8 * overlapIn)));
  const cutoff = ((1 + PASS) / 2) * (lower / 2 / from);
  return {
    blockIn,
    blockOut: blockIn * factor,
    overlapIn,
    overlapOut: overlapIn * factor,
    response: lowPassResponse(blockIn, taps, cutoff),
    polyphase: between === to ? undefined : makePolyphase(between, to, lower),
  };
}

// The power of two that the rate is multiplied by in the frequency domain: to the wanted rate if one leads there, else to the lowest at which
// a short filter suffices for the rest.
function rateFactor(from: number, to: number, lower: number): number {
  const direct = to / from;
  if (Number.isInteger(Math.log2(direct))) return direct;
  return 2 ** Math.ceil(Math.log2((1.8 * lower) / from));
}

// Kaiser's estimate for a transition band of `width` cycles a sample.
function kaiserLength(width: number): number {
  return Math.ceil((ATTENUATION - 8) / (2.285 * 2 * Math.PI * width)) | 1;
}

// The real spectrum of a windowed sinc of `taps` values around 0 scaled for the unscaled inverse transform.
function lowPassResponse(blockIn: number, taps: number, cutoff: number): Float64Array {
  const half = (taps - 1) / 2;
  const filter = Float64Array.from({ length: half + 1 }, (_, i) =>
    i === 0
      ? 2 * cutoff
      : (Math.sin(2 * Math.PI * cutoff * i) / (Math.PI * i)) * kaiser(i / (half + 1), BETA),
  );
  const cosine = Float64Array.from({ length: blockIn }, (_, i) =>
    Math.cos((2 * Math.PI * i) / blockIn),
  );
  const scale = 2 / blockIn;
  return Float64Array.from({ length: blockIn / 2 + 1 }, (_, k) => {
    let sum = filter[0]!;
    for (let i = 1; i <= half; i++) sum += 2 * filter[i]! * cosine[(i * k) & (blockIn - 1)]!;
    return sum * scale;
  });
}

// After the low-pass the signal ends at half of `lower`; its images begin at `between - lower / 2`.
function makePolyphase(between: number, to: number, lower: number): Polyphase {
  const common = greatestCommonDivisor(between, to);
  const phases = to / common;
  const step = between / common;
  const taps = (kaiserLength((between - lower) / between) + 1) & ~1;
  const table = new Float64Array(phases * taps);
  for (let p = 0; p < phases; p++) {
    for (let t = 0; t < taps; t++) {
      // the distance from the output's place to input sample t, taps / 2 - 1 samples before it being the first
      const x = t - (taps / 2 - 1) - p / phases;
      const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      table[p * taps + t] = sinc * kaiser(x / (taps / 2), BETA);
    }
  }
  return { table, phases, taps, step };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function run(samples: Float32Array, length: number, plan: Plan, scale: number): Float32Array {
  const { blockIn, blockOut, overlapIn, overlapOut, response, polyphase } = plan;
  const factor = blockOut / blockIn;
  const hop = blockIn - 2 * overlapIn;
  const kept = blockOut - 2 * overlapOut;
  // the polyphase filter begins taps / 2 - 1 samples before an output's place and ends taps / 2 after it
  const before = polyphase === undefined ? 0 : polyphase.taps / 2 - 1;
  const lead = Math.ceil(before / Math.max(1, factor)) * Math.max(1, 1 / factor);
  const needed =
    polyphase === undefined
      ? length
      : lead * factor + Math.ceil((length * polyphase.step) / polyphase.phases) + polyphase.taps;
  const blocks = Math.ceil(needed / kept);
  const [planIn, planOut] = [fftPlan(blockIn), fftPlan(blockOut)];
  const k = kernels();
  return k.scratch(() => {
    const size = blocks * hop + 2 * overlapIn;
    const input = k.allocate(size * 4);
    const padded = k.float32(input, size);
    const first = overlapIn + lead;
    const used = samples.subarray(0, size - first);
    padded.fill(0, 0, first);
    padded.set(used, first);
    padded.fill(0, first + used.length);
    const responseAt = k.copyFloat64(scale === 1 ? response : response.map((h) => h * scale));
    const points = Math.max(blockIn, blockOut);
    const data = k.allocate(points * 16);
    const spectrum = k.allocate(points * 16 + 32);
    const filtered = k.allocate(blocks * kept * 8);
    const work = [blockOut, overlapOut, ...planOut, data, spectrum, filtered] as const;
    k.call.filterBlocks(input, blocks, hop, blockIn, responseAt, ...planIn, ...work);
    if (polyphase === undefined) return new Float32Array(k.float64(filtered, length));
    const { table, phases, taps, step } = polyphase;
    const tableAt = k.copyFloat64(table);
    const out = k.allocate(length * 4);
    const start = filtered + (lead * factor - before) * 8;
    k.call.interpolate(start, tableAt, phases, taps, step, length, out);
    return k.float32(out, length).slice();
  });
}
