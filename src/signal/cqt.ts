import type { Sampled } from "../audio/audio-data.ts";
import type * as v from "valibot";
import { downsampleByTwo, resample } from "../audio/resample/resample.ts";
import { assertArgument } from "../errors.ts";
import { fftPlan, transformSpace } from "../math/fft.ts";
import { kernels } from "../math/kernels.ts";
import { NAMED_WINDOW, windowValues } from "../math/windows.ts";
import { complete } from "../options/check.ts";
import { flag, group, integer, number, withDefault } from "../options/schema.ts";
import { type CqtBasis, cqtBasis } from "./cqt-basis.ts";
import { assertFinite, type Frames } from "./frames.ts";
import { HOP_LENGTH } from "./framing.ts";
import { normOption } from "./norm.ts";
import { PAD_MODE, padInto, type PadMode } from "./padding.ts";

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
export function constantQ(
  samples: Float32Array,
  { sampleRate, ...options }: ConstantQOptions,
): Frames {
  const settings = complete(CONSTANT_Q, options, "constantQ");
  assertArgument(
    Number.isFinite(sampleRate) && sampleRate > 0,
    `constantQ: sampleRate must be a positive number, got ${sampleRate}`,
  );
  const { nBins, binsPerOctave, norm, sparsity, window, padMode } = settings;
  const lowest = settings.fmin * 2 ** (settings.tuning / binsPerOctave);
  const ratio = 2 ** (2 / binsPerOctave);
  const q = (settings.filterScale * (ratio + 1)) / (ratio - 1);
  const perOctave = Math.min(nBins, binsPerOctave);

  const early = 2 ** earlyHalvings(lowest / sampleRate, q, settings);
  let signal = decimated(samples, early);
  let hop = settings.hopLength / early;
  // the lowest bin of this octave in cycles a sample
  let relative = ((lowest * early) / sampleRate) * 2 ** ((nBins - perOctave) / binsPerOctave);
  const octaves: Octave[] = [];
  for (let end = nBins; end > 0; end -= perOctave) {
    if (end < nBins && hop % 2 === 0) {
      signal = downsampleByTwo(signal);
      hop /= 2;
    } else if (end < nBins) {
      relative /= 2;
    }
    const width = Math.min(end, perOctave);
    const first = relative * 2 ** ((perOctave - width) / binsPerOctave);
    const basis = cqtBasis({ lowest: first, width, binsPerOctave, q, norm, sparsity, window });
    octaves.push({ first: end - width, width, values: project(signal, hop, basis, padMode) });
  }
  const cqt = stacked(octaves, nBins);
  if (!settings.scale) {
    for (let i = 0; i < cqt.data.length; i++) {
      const frequency = lowest * 2 ** ((i % nBins) / binsPerOctave);
      cqt.data[i]! *= Math.sqrt((q * sampleRate) / frequency);
    }
  }
  return assertFinite("constantQ", cqt);
}

// Divides the rate by a factor and keeps the energy. In one step, since each step has its own effect on a signal's ends.
function decimated(samples: Float32Array, factor: number): Float32Array {
  if (factor === 1) return samples;
  return resample(samples, { from: factor, to: 1 }).map((sample) => sample * Math.sqrt(factor));
}

interface Octave {
  /** Index of its lowest bin in the whole transform. */
  readonly first: number;
  readonly width: number;
  /** [frames, width]. */
  readonly values: Float32Array;
}

// The octaves' bins side by side, for as many frames as all of them have.
function stacked(octaves: readonly Octave[], nBins: number): Frames {
  const count = Math.min(...octaves.map(({ values, width }) => values.length / width));
  const data = new Float32Array(count * nBins);
  for (const { first, width, values } of octaves) {
    for (let f = 0; f < count; f++) {
      data.set(values.subarray(f * width, (f + 1) * width), f * nBins + first);
    }
  }
  return { data, count, width: nBins };
}

function project(
  samples: Float32Array,
  hop: number,
  { nFft, bands, weights, first, last }: CqtBasis,
  padMode: PadMode,
): Float32Array {
  const plan = fftPlan(nFft, "float32");
  const count = 1 + Math.floor(samples.length / hop);
  const width = bands.length / 2;
  const k = kernels();
  return k.scratch(() => {
    const input = k.allocate((samples.length + nFft) * 4);
    padInto(k.float32(input, samples.length + nFft), samples, padMode);
    const { data, spectrum } = transformSpace(nFft);
    const basis = [k.copyUint32(bands), width, k.copyFloat32(weights), first, last] as const;
    const out = k.allocate(count * width * 4);
    k.call.projectFrames(input, count, hop, nFft, plan, data, spectrum, ...basis, out);
    return k.float32(out, count * width).slice();
  });
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
