import { hzToMel, melToHz } from "../signal/mel-scale.ts";
import { istft } from "../signal/istft.ts";
import { type ComplexFrames, stft } from "../signal/stft.ts";
import type { FrequencyRange, TimeRange } from "./explanation.ts";

/** The number of frequency bands, of one width on the mel scale. */
const BANDS = 8;
/** About the length of a stretch of time, and the most of them. */
const STRETCH_SECONDS = 0.25;
const MOST_STRETCHES = 16;
/** About the length of a transform. */
const TRANSFORM_SECONDS = 0.032;

/**
 * Removes parts of a recording: stretches of time, frequency bands, and bands within stretches. A part fades into its neighbours (linearly, and
 * by mel), so that all stretches together are the whole recording, and so are all bands. What is removed is silent.
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
  }

  /** The recording without a stretch, a band, or a band within a stretch. */
  without(part: { readonly time?: number; readonly band?: number }): Float32Array {
    const { data, count, bins } = this.#spectrum;
    const inTime = part.time === undefined ? undefined : this.#timeShares[part.time]!;
    const inBand = part.band === undefined ? undefined : this.#bandShares[part.band]!;
    const masked = data.slice();
    for (let frame = 0, at = 0; frame < count; frame++) {
      for (let bin = 0; bin < bins; bin++, at += 2) {
        const kept = 1 - (inTime?.[frame] ?? 1) * (inBand?.[bin] ?? 1);
        masked[at]! *= kept;
        masked[at + 1]! *= kept;
      }
    }
    return istft(
      { data: masked, count, bins },
      { hopLength: this.#hopLength, length: this.#length },
    );
  }
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
