import { melFilters } from "../features/spectral/mel.ts";
import { concatenate } from "../math/concatenate.ts";
import { fftPlan } from "../math/fourier/fft.ts";
import { windowValues } from "../math/fourier/windows.ts";
import { kernels } from "../math/kernels.ts";
import { release } from "../math/release.ts";
import { powerToDb } from "../signal/decibel.ts";
import { assertFinite, type Frames } from "../signal/frames.ts";
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
  readonly #window: Float32Array;
  /** Of a spectrum that reaches FMAX. */
  readonly #bins: number;
  readonly #filters: ReturnType<typeof melFilters>;
  readonly #windowLength: number;
  readonly #network = new Gru();
  #pending: Float32Array;
  /** Answers that are left out until the network's delay is over. */
  #early: number = GRU_WEIGHTS.delay;

  /** `sampleRate` in Hz. */
  constructor(sampleRate: number) {
    this.hopLength = Math.round(HOP_SECONDS * sampleRate);
    this.#windowLength = Math.round(WINDOW_SECONDS * sampleRate);
    const nFft = 2 ** Math.ceil(Math.log2(this.#windowLength));
    this.#window = scaledWindow(this.#windowLength, nFft);
    const hz = sampleRate / nFft;
    this.#bins = 1 + Math.max(nFft / 2, Math.ceil(FMAX / hz));
    const bank = {
      nMels: GRU_WEIGHTS.mels,
      fmin: 0,
      fmax: FMAX,
      htk: false,
      norm: "slaney",
    } as const;
    this.#filters = melFilters(hz, this.#bins, bank);
    // the window is in the middle of the transform
    this.#pending = new Float32Array((nFft - this.#windowLength) >> 1);
  }

  /** The largest number of samples after the start of a frame before its probability is known. */
  get latency(): number {
    const transform = (this.#window.length + this.#windowLength) >> 1;
    return transform + GRU_WEIGHTS.delay * this.hopLength;
  }

  /**
   * Takes the next samples, which stay the caller's; the speech probabilities, 0…1, of the frames that are known with them.
   * @throws {AffektError} `unreadable` for samples that are not finite, or far beyond full scale.
   */
  push(samples: Float32Array): Float32Array {
    const all = concatenate([this.#pending, samples], (length) => new Float32Array(length));
    const count = Math.max(0, 1 + Math.floor((all.length - this.#window.length) / this.hopLength));
    const pending = all.slice(count * this.hopLength);
    const probabilities =
      count === 0 ? new Float32Array(0) : this.#network.run(this.#levels(all, count));
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

  /** The mel bands in dB, whatever the sample rate; `count` frames. */
  #levels(samples: Float32Array, count: number): Frames {
    const { mels } = GRU_WEIGHTS;
    const nFft = this.#window.length;
    const { bands, weights } = this.#filters;
    const plan = fftPlan(nFft, "float32");
    const k = kernels();
    const power = k.scratch(() => {
      const input = k.copyFloat32(samples);
      const window = k.copyFloat32(this.#window);
      const filters = [k.copyUint32(bands), mels, k.copyFloat32(weights), FLOOR] as const;
      const data = k.allocate(nFft * 16);
      const spectrum = k.allocate(this.#bins * 32);
      const out = k.allocate(count * mels * 4);
      const frames = [count, this.hopLength, nFft, window, plan, this.#bins] as const;
      k.call.melFrames(input, ...frames, ...filters, data, spectrum, out);
      return k.float32(out, count * mels).slice();
    });
    assertFinite("voice activity", { data: power, count, width: mels });
    const data = powerToDb(power, { amin: FLOOR, topDb: "none" });
    release([power]);
    return { data, count, width: mels };
  }
}

/** The window in the middle of nFft values, by which a band's power is that of its samples. */
function scaledWindow(length: number, nFft: number): Float32Array {
  const scale = 1 / Math.sqrt(nFft * length);
  const window = new Float32Array(nFft);
  window.set(
    windowValues("hann", length).map((value) => value * scale),
    (nFft - length) >> 1,
  );
  return window;
}
