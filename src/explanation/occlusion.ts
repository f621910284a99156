import { hzToMel, melToHz } from "../signal/mel-scale.ts";
import { istft } from "../signal/istft.ts";
import { type ComplexFrames, stft } from "../signal/stft.ts";
import type { FrequencyRange, TimeRange } from "./explanation.ts";

/** The number of frequency bands, of one width on the mel scale. */
const BANDS = 8;
/** About the length of a stretch of time, and the most of them. */
const STRETCH_SECONDS = 0.25;
const MOST_STRETCHES = 16;
/** What is removed stays at the level of the quietest frames of its bin (this share of them), and at least so far below its mean. */
const QUIET_SHARE = 0.2;
/** Frames so far below the mean are digital silence, which says nothing of the recording's quiet. */
const SILENT_GAIN = 10 ** (-80 / 20);
const QUIET_GAIN = 10 ** (-30 / 20);
/** About the length of a transform. */
const TRANSFORM_SECONDS = 0.032;

/**
 * Removes parts of a recording: stretches of time, frequency bands, and bands within stretches. A part fades into its neighbours (linearly, and
 * by mel), so that each moment and each frequency is in one part or shared by two. What is removed goes down to the recording's own quiet:
 * silence would be a sound that recordings of speech do not have, and would change pauses.
 */
export class Occlusion {
  readonly times: readonly TimeRange[];
  readonly bands: readonly FrequencyRange[];
  readonly #spectrum: ComplexFrames;
  readonly #length: number;
  readonly #hopLength: number;
  /** The share of each frame that belongs to each stretch, and of each bin that belongs to each band. */
  readonly #timeShares: readonly Float64Array[];
  readonly #bandShares: readonly Float64Array[];
  /** The gain of each value of the spectrum where it is removed whole. */
  readonly #gains: Float32Array;

  /** `topHz` is the upper edge of the highest band, to which all above belongs. */
  constructor(samples: Float32Array, sampleRate: number, topHz = sampleRate / 2) {
    const seconds = samples.length / sampleRate;
    const stretches = Math.max(1, Math.min(MOST_STRETCHES, Math.round(seconds / STRETCH_SECONDS)));
    const top = hzToMel(topHz, false);
    const edge = (band: number): number => melToHz((top * band) / BANDS, false);
    this.times = Array.from({ length: stretches }, (_, t) => ({
      startSeconds: (seconds * t) / stretches,
      endSeconds: (seconds * (t + 1)) / stretches,
    }));
    this.bands = Array.from({ length: BANDS }, (_, b) => ({
      lowHz: edge(b),
      highHz: edge(b + 1),
    }));
    const nFft = 2 ** Math.round(Math.log2(TRANSFORM_SECONDS * sampleRate));
    this.#hopLength = nFft / 4;
    this.#length = samples.length;
    this.#spectrum = stft(samples, { nFft, hopLength: this.#hopLength });
    const { count, bins } = this.#spectrum;
    const places = Array.from(
      { length: count },
      (_, frame) => ((frame * this.#hopLength) / samples.length) * stretches,
    );
    const mels = Array.from(
      { length: bins },
      (_, bin) => (hzToMel((bin * sampleRate) / nFft, false) / top) * BANDS,
    );
    this.#timeShares = sharesOf(places, stretches);
    this.#bandShares = sharesOf(mels, BANDS);
    this.#gains = quietGains(this.#spectrum);
  }

  /** The recording without a stretch, a band, or a band within a stretch. */
  without(part: { readonly time?: number; readonly band?: number }): Float32Array {
    const { data, count, bins } = this.#spectrum;
    const inTime = part.time === undefined ? undefined : this.#timeShares[part.time]!;
    const inBand = part.band === undefined ? undefined : this.#bandShares[part.band]!;
    const masked = data.slice();
    for (let frame = 0, at = 0; frame < count; frame++) {
      for (let bin = 0; bin < bins; bin++, at++) {
        const removed = (inTime?.[frame] ?? 1) * (inBand?.[bin] ?? 1);
        const gain = 1 - removed * (1 - this.#gains[at]!);
        masked[2 * at]! *= gain;
        masked[2 * at + 1]! *= gain;
      }
    }
    return istft(
      { data: masked, count, bins },
      { hopLength: this.#hopLength, length: this.#length },
    );
  }
}

/** The gains that bring each value of a spectrum down to the quiet of its bin; 1 for what is quiet already. */
function quietGains({ data, count, bins }: ComplexFrames): Float32Array {
  const magnitudes = Float32Array.from({ length: count * bins }, (_, i) =>
    Math.hypot(data[2 * i]!, data[2 * i + 1]!),
  );
  const gains = new Float32Array(count * bins);
  for (let bin = 0; bin < bins; bin++) {
    const own = Float32Array.from({ length: count }, (_, frame) => magnitudes[frame * bins + bin]!);
    const power = own.reduce((sum, one) => sum + one * one, 0) / count;
    const mean = Math.sqrt(power);
    const heard = own.filter((one) => one > SILENT_GAIN * mean).sort();
    const quietest = heard[Math.floor(QUIET_SHARE * (heard.length - 1))] ?? 0;
    const quiet = Math.min(quietest, QUIET_GAIN * mean);
    for (let at = bin; at < gains.length; at += bins) {
      gains[at] = magnitudes[at]! > quiet ? quiet / magnitudes[at]! : 1;
    }
  }
  return gains;
}

/** The shares of places on an axis that belong to each of its parts of length 1: 1 at the middle, 0 at the middles of its neighbours. */
function sharesOf(places: readonly number[], parts: number): Float64Array[] {
  return Array.from({ length: parts }, (_, part) =>
    Float64Array.from(places, (place) => {
      const within = Math.min(Math.max(place, 0.5), parts - 0.5);
      return Math.max(0, 1 - Math.abs(within - part - 0.5));
    }),
  );
}
