import type { Sampled } from "../audio/audio-data.ts";
import type * as v from "valibot";
import { resample } from "../audio/resample/resample.ts";
import { assertArgument } from "../errors.ts";
import { fftPlan, transformSpace } from "../math/fourier/fft.ts";
import { kernels } from "../math/kernels.ts";
import { NAMED_WINDOW, windowValues } from "../math/fourier/windows.ts";
import { complete } from "../options/check.ts";
import { flag, group, integer, number, withDefault } from "../options/schema.ts";
import { type CqtBasis, cqtBasis } from "./cqt-basis.ts";
import { assertFinite, frameBlocks, type Frames, joinFrames } from "./frames.ts";
import { HOP_LENGTH } from "./framing.ts";
import { normOption } from "./norm.ts";
import { type GrowingSignal, HalvedSignal, ShownSignal } from "./octave-signals.ts";
import { PAD_MODE, type PadMode, padPart } from "./padding.ts";

/** The pitch C1 in Hz. */
export const C1 = 440 * 2 ** (-45 / 12);

/** Options of `constantQ`; names and defaults are those of librosa's `cqt`. */
export const CONSTANT_Q = group({
  hopLength: withDefault(HOP_LENGTH, 512),
  fmin: withDefault(number({ above: 0, text: "frequency of the lowest bin", unit: "Hz" }), C1),
  nBins: withDefault(integer({ min: 1, max: 12_000, text: "number of bins" }), 84),
  binsPerOctave: withDefault(integer({ min: 1, max: 1200, text: "bins of an octave" }), 12),
  tuning: withDefault(number({ text: "deviation of all frequencies, as a fraction of a bin" }), 0),
  filterScale: withDefault(
    number({
      above: 0,
      text: "length of the filters; shorter ones tell time better and frequency worse",
    }),
    1,
  ),
  norm: withDefault(normOption("norm that each filter is divided by"), 1),
  sparsity: withDefault(
    number({ min: 0, below: 1, text: "share of each filter's spectrum that is left out" }),
    0.01,
  ),
  window: withDefault(NAMED_WINDOW, "hann"),
  scale: withDefault(
    flag({ text: "divide each bin by the square root of its filter's length" }),
    true,
  ),
  padMode: withDefault(PAD_MODE, "constant"),
});

/** Options of `constantQ`. */
export type ConstantQOptions = Sampled & v.InferInput<typeof CONSTANT_Q>;

type Settings = v.InferOutput<typeof CONSTANT_Q>;

/**
 * Magnitudes of a constant-Q transform, [frames, nBins]. librosa's `abs(cqt(y))`: octave by octave from the top, halving the sample
 * rate in between. Schörkhuber and Klapuri, "Constant-Q transform toolbox for music processing", SMC 2010.
 * @throws {AffektError} `invalid-argument` for options out of range, such as bins beyond half the sample rate; `unreadable` for
 *   samples that are not finite.
 */
export function constantQ(samples: Float32Array, options: ConstantQOptions): Frames {
  return joinFrames([...constantQBlocks(samples, options)]);
}

/** Samples that are analysed before the next ones: six seconds at 22.05 kHz. */
const STRETCH = 1 << 17;

/** The frames of `constantQ` in blocks, so that memory does not grow with the signal. @throws {AffektError} as `constantQ`. */
export function* constantQBlocks(
  samples: Float32Array,
  { sampleRate, ...options }: ConstantQOptions,
): Generator<Frames, void, void> {
  const settings = complete(CONSTANT_Q, options, "constantQ");
  assertArgument(
    Number.isFinite(sampleRate) && sampleRate > 0,
    `constantQ: sampleRate must be a positive number, got ${sampleRate}`,
  );
  const { nBins, binsPerOctave, padMode } = settings;
  const lowest = settings.fmin * 2 ** (settings.tuning / binsPerOctave);
  const ratio = 2 ** (2 / binsPerOctave);
  const q = (settings.filterScale * (ratio + 1)) / (ratio - 1);
  const early = 2 ** earlyHalvings(lowest / sampleRate, q, settings);
  const whole = decimated(samples, early);
  const shape = { lowest: (lowest * early) / sampleRate, hop: settings.hopLength / early, q };
  const signal = new ShownSignal(whole);
  const { octaves, halves } = octavesOf(signal, shape, settings);
  // later octaves have as many frames, or more
  const count = 1 + Math.floor(whole.length / shape.hop);
  // other modes repeat samples from elsewhere
  const stretch = padMode === "constant" ? STRETCH : Infinity;
  for (let first = 0, shown = stretch; first < count; shown += stretch) {
    signal.showUntil(shown);
    for (const half of halves) half.advance();
    const end = shown < whole.length ? Math.min(...octaves.map(knownFrames)) : count;
    const data = new Float32Array(Math.max(0, end - first) * nBins);
    const block = { data, count: Math.max(0, end - first), width: nBins };
    for (const octave of octaves) project(octave, first, block, padMode);
    for (const half of halves) {
      const own = octaves.filter(({ signal }) => signal === half);
      half.dropBefore(Math.min(...own.map(({ hop, basis }) => end * hop - basis.nFft / 2)));
    }
    if (!settings.scale) {
      for (let i = 0; i < data.length; i++) {
        const frequency = lowest * 2 ** ((i % nBins) / binsPerOctave);
        data[i]! *= Math.sqrt((q * sampleRate) / frequency);
      }
    }
    if (block.count > 0) yield assertFinite("constantQ", block);
    first = Math.max(first, end);
  }
  for (const half of halves) half.release();
}

/** The filters of an octave and what they filter. */
interface Octave {
  readonly signal: GrowingSignal;
  /** In samples of its signal. */
  readonly hop: number;
  readonly basis: CqtBasis;
  /** Index of its lowest bin in the whole transform. */
  readonly lowest: number;
}

// The octaves from the top, and the signals of half the rate that they take. lowest: in cycles a sample.
function octavesOf(
  whole: GrowingSignal,
  { lowest, hop: wholeHop, q }: { lowest: number; hop: number; q: number },
  { nBins, binsPerOctave, norm, sparsity, window }: Settings,
): { readonly octaves: readonly Octave[]; readonly halves: readonly HalvedSignal[] } {
  const octaves: Octave[] = [];
  const halves: HalvedSignal[] = [];
  const perOctave = Math.min(nBins, binsPerOctave);
  let signal = whole;
  let hop = wholeHop;
  // the lowest bin of this octave in cycles a sample
  let relative = lowest * 2 ** ((nBins - perOctave) / binsPerOctave);
  for (let end = nBins; end > 0; end -= perOctave) {
    if (end < nBins && hop % 2 === 0) {
      const half = new HalvedSignal(signal);
      halves.push(half);
      signal = half;
      hop /= 2;
    } else if (end < nBins) {
      relative /= 2;
    }
    const width = Math.min(end, perOctave);
    const first = relative * 2 ** ((perOctave - width) / binsPerOctave);
    const basis = cqtBasis({ lowest: first, width, binsPerOctave, q, norm, sparsity, window });
    octaves.push({ signal, hop, basis, lowest: end - width });
  }
  return { octaves, halves };
}

// The number of frames all of whose samples are known.
function knownFrames({ signal, hop, basis }: Octave): number {
  const end = signal.start + signal.samples.length;
  return Math.floor((end - basis.nFft / 2) / hop) + 1;
}

// Divides the rate by a factor and keeps the energy. In one step, since each step has its own effect on a signal's ends.
function decimated(samples: Float32Array, factor: number): Float32Array {
  if (factor === 1) return samples;
  return resample(samples, { from: factor, to: 1 }).map((sample) => sample * Math.sqrt(factor));
}

// Puts the magnitudes of an octave's bins to their places in all frames of a block, the first of which is the frame `from`.
function project(
  { signal, hop, basis, lowest }: Octave,
  from: number,
  { data, count, width }: Frames,
  padMode: PadMode,
): void {
  const { nFft, bands, weights, first, last } = basis;
  const plan = fftPlan(nFft, "float32");
  const bins = bands.length / 2;
  const k = kernels();
  for (const block of frameBlocks(count, Math.max(nFft, hop, bins))) {
    const frames = block.end - block.first;
    const length = (frames - 1) * hop + nFft;
    const start = (from + block.first) * hop - nFft / 2 - signal.start;
    k.scratch(() => {
      const input = k.allocate(length * 4);
      padPart(k.float32(input, length), signal.samples, start, padMode);
      const { data: work, spectrum } = transformSpace(nFft);
      const filters = [k.copyUint32(bands), bins, k.copyFloat32(weights), first, last] as const;
      const out = k.allocate(frames * bins * 4);
      k.call.projectFrames(input, frames, hop, nFft, plan, work, spectrum, ...filters, out);
      const values = k.float32(out, frames * bins);
      for (let f = 0, from = 0; f < frames; f++) {
        const row = (block.first + f) * width + lowest;
        for (let b = 0; b < bins; b++) data[row + b] = values[from++]!;
      }
    });
  }
}

// The number of times that librosa halves the rate before the highest octave. Refuses bins beyond half the rate.
// lowest: in cycles a sample.
function earlyHalvings(lowest: number, q: number, settings: Settings): number {
  const { nBins, binsPerOctave, hopLength, window } = settings;
  const highest = lowest * 2 ** ((nBins - 1) / binsPerOctave);
  const cutoff = highest * (1 + (0.5 * bandwidthOf(window)) / q);
  assertArgument(
    cutoff <= 0.5,
    `constantQ: the highest of ${nBins} bins reaches to ${cutoff.toPrecision(3)} of the sample rate, which must be at most 0.5; take fewer bins or a lower fmin`,
  );
  const byFrequency = Math.ceil(Math.log2(0.5 / cutoff)) - 2;
  const octaves = Math.ceil(nBins / binsPerOctave);
  let factorsOfTwo = 0;
  while (hopLength % 2 ** (factorsOfTwo + 1) === 0) factorsOfTwo++;
  return Math.max(0, Math.min(byFrequency, factorsOfTwo - octaves + 1));
}

// The equivalent noise bandwidth of a window in bins: n times the sum of squares over the square of the sum.
function bandwidthOf(window: Settings["window"]): number {
  const values = windowValues(window, 1000);
  let sum = 0;
  let energy = 0;
  for (const value of values) {
    sum += value;
    energy += value * value;
  }
  return (values.length * energy) / sum ** 2;
}
