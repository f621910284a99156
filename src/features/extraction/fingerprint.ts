import { release } from "../../math/release.ts";
import { stftMagnitudes } from "../../signal/stft.ts";

const N_FFT = 1024;
const HOP_LENGTH = 256;
/** Samples are averaged in groups to about this rate, in Hz, which is enough for the bands. */
const RATE = 8000;
const LONGEST_SECONDS = 20;
const BANDS = 33;
const LOWEST_HZ = 200;
const HIGHEST_HZ = 2000;
/** Frames this far under the loudest hold no bits. */
const QUIET_DB = 30;

/**
 * Collects the acoustic fingerprint of a recording: 32 bits a frame, each the sign of how the difference of two neighbouring bands'
 * levels changes from frame to frame. Encoding, sample rate, gain and telephone bandwidth hardly change them; another take of the same
 * words by the same speaker has other bits. Haitsma and Kalker, "A highly robust audio fingerprinting system", ISMIR 2002, with bands of
 * speech. The first 20 seconds from the first sound are taken.
 */
export class Fingerprinter {
  readonly #group: number;
  readonly #rate: number;
  readonly #most: number;
  #samples = new Float32Array(0);
  #count = 0;
  #sum = 0;
  #summed = 0;

  constructor(sampleRate: number) {
    this.#group = Math.max(1, Math.floor(sampleRate / RATE));
    this.#rate = sampleRate / this.#group;
    this.#most = Math.ceil(LONGEST_SECONDS * this.#rate);
  }

  push(samples: Float32Array): void {
    this.#makeRoom(samples.length / this.#group + 1);
    for (let i = 0; i < samples.length && this.#count < this.#most; i++) {
      this.#sum += samples[i]!;
      if (++this.#summed < this.#group) continue;
      if (this.#count > 0 || this.#sum !== 0)
        this.#samples[this.#count++] = this.#sum / this.#group;
      this.#sum = 0;
      this.#summed = 0;
    }
  }

  #makeRoom(count: number): void {
    const held = this.#samples;
    if (this.#count + count <= held.length || held.length === this.#most) return;
    const wanted = Math.max(this.#count + count, 2 * held.length);
    this.#samples = new Float32Array(Math.min(this.#most, Math.ceil(wanted)));
    this.#samples.set(held);
    release([held]);
  }

  /** The frames' bits; 0 for a quiet frame. Empty for a recording under a tenth of a second. */
  finish(): Uint32Array {
    const samples = this.#samples.subarray(0, this.#count);
    if (samples.length < 2 * N_FFT) return new Uint32Array(0);
    const frames = stftMagnitudes(samples, { nFft: N_FFT, hopLength: HOP_LENGTH, center: false });
    const { levels, loudness } = bandLevels(frames.data, frames.count, frames.width, this.#rate);
    release([frames.data, samples]);
    const quiet = Math.max(...loudness) - QUIET_DB;
    const bits = new Uint32Array(frames.count - 1);
    for (let f = 1; f < frames.count; f++) {
      if (loudness[f]! <= quiet) continue;
      const [before, now] = [(f - 1) * BANDS, f * BANDS];
      for (let b = 0; b < BANDS - 1; b++) {
        const change =
          levels[now + b]! - levels[now + b + 1]! - (levels[before + b]! - levels[before + b + 1]!);
        if (change > 0) bits[f - 1]! |= 1 << b;
      }
    }
    return bits;
  }
}

/** Log energies of the bands [frames, bands], and of all of a frame in dB. */
function bandLevels(
  magnitudes: Float32Array,
  count: number,
  width: number,
  rate: number,
): { readonly levels: Float32Array; readonly loudness: Float32Array } {
  const hz = rate / N_FFT;
  const ratio = HIGHEST_HZ / LOWEST_HZ;
  const edges = Array.from({ length: BANDS + 1 }, (_, b) =>
    Math.ceil((LOWEST_HZ * ratio ** (b / BANDS)) / hz),
  );
  const levels = new Float32Array(count * BANDS);
  const loudness = new Float32Array(count);
  for (let f = 0; f < count; f++) {
    const row = f * width;
    for (let b = 0; b < BANDS; b++) {
      const first = edges[b]!;
      const end = Math.max(edges[b + 1]!, first + 1);
      let energy = 1e-9;
      for (let k = first; k < end; k++) energy += magnitudes[row + k]! ** 2;
      levels[f * BANDS + b] = Math.log(energy);
    }
    let total = 1e-12;
    for (let k = 0; k < width; k++) total += magnitudes[row + k]! ** 2;
    loudness[f] = 10 * Math.log10(total);
  }
  return { levels, loudness };
}
