import { melSpectrogram } from "../features/spectral/mel.ts";
import { concatenate } from "../math/concatenate.ts";
import { release } from "../math/release.ts";
import { powerToDb } from "../signal/decibel.ts";
import type { Frames } from "../signal/frames.ts";
import { stftMagnitudes } from "../signal/stft.ts";
import { Gru } from "./gru.ts";
import { GRU_WEIGHTS } from "./gru-weights.ts";

const HOP_SECONDS = 0.02;
const WINDOW_SECONDS = 0.032;
/** Upper end of the bands in Hz. What a lower rate lacks is silent. */
const FMAX = 8000;
const FLOOR = 1e-11;

/**
 * Finds speech in samples that come in pieces: a small recurrent network over 32 log-mel bands every 20 ms, which says 100 ms later
 * whether a frame is speech. It learned from CREMA-D and EMO-DB with noise and babble of -3 to 25 dB (`tools/make_voice_activity.py`).
 */
export class VoiceActivity {
  /** Samples between two frames. */
  readonly hopLength: number;
  readonly #sampleRate: number;
  readonly #windowLength: number;
  readonly #nFft: number;
  readonly #network = new Gru();
  #pending: Float32Array;
  /** Answers that are left out until the network's delay is over. */
  #early: number = GRU_WEIGHTS.delay;

  /** `sampleRate` in Hz. */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.hopLength = Math.round(HOP_SECONDS * sampleRate);
    this.#windowLength = Math.round(WINDOW_SECONDS * sampleRate);
    this.#nFft = 2 ** Math.ceil(Math.log2(this.#windowLength));
    // the window is in the middle of the transform
    this.#pending = new Float32Array((this.#nFft - this.#windowLength) >> 1);
  }

  /** The largest number of samples after the start of a frame before its probability is known. */
  get latency(): number {
    const transform = (this.#nFft + this.#windowLength) >> 1;
    return transform + GRU_WEIGHTS.delay * this.hopLength;
  }

  /** Takes the next samples, which stay the caller's; the speech probabilities, 0…1, of the frames that are known with them. */
  push(samples: Float32Array): Float32Array {
    const all = concatenate([this.#pending, samples], (length) => new Float32Array(length));
    const count = Math.max(0, 1 + Math.floor((all.length - this.#nFft) / this.hopLength));
    const pending = all.slice(count * this.hopLength);
    const probabilities = count === 0 ? new Float32Array(0) : this.#network.run(this.#levels(all));
    release([this.#pending, all].filter((array) => array !== samples));
    this.#pending = pending;
    const early = Math.min(this.#early, count);
    this.#early -= early;
    return probabilities.subarray(early);
  }

  /** The frames that are left at the end. */
  end(): Float32Array {
    return this.push(new Float32Array(this.latency));
  }

  /** The mel bands in dB, whatever the sample rate. */
  #levels(samples: Float32Array): Frames {
    const { hopLength } = this;
    const [nFft, winLength] = [this.#nFft, this.#windowLength];
    let sampleRate = this.#sampleRate;
    let magnitudes = stftMagnitudes(samples, { nFft, winLength, hopLength, center: false });
    while (sampleRate < 2 * FMAX) {
      magnitudes = withUpperHalf(magnitudes);
      sampleRate *= 2;
    }
    const { mels: nMels } = GRU_WEIGHTS;
    const mel = melSpectrogram(magnitudes, { sampleRate, nMels, fmax: FMAX });
    release([magnitudes.data]);
    const scale = 1 / (nFft * winLength);
    const power = mel.data.map((value) => value * scale + FLOOR);
    return { ...mel, data: powerToDb(power, { amin: FLOOR, topDb: "none" }) };
  }
}

/** A spectrogram as at twice the rate, with nothing in the upper half. Frees its argument. */
function withUpperHalf({ data, count, width }: Frames): Frames {
  const wide = 2 * width - 1;
  const extended = new Float32Array(count * wide);
  for (let f = 0; f < count; f++) {
    extended.set(data.subarray(f * width, (f + 1) * width), f * wide);
  }
  release([data]);
  return { data: extended, count, width: wide };
}
