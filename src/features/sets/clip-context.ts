import { release } from "../../math/release.ts";
import type { Frames } from "../../signal/frames.ts";
import type { FramingOptions } from "../../signal/framing.ts";
import { harmonic } from "../../signal/hpss.ts";
import { type MelOptions, melSpectrogram } from "../spectral/mel.ts";
import type { Framing } from "./framing.ts";
import { stftMagnitudes } from "../../signal/stft.ts";

const MEL_DEFAULTS = { power: 2, nMels: 128, fmin: 0, htk: false, norm: "slaney" } as const;

/** A clip with what several descriptors share, each computed at its first use. */
export class ClipContext {
  /** Mono. */
  readonly samples: Float32Array;
  readonly sampleRate: number;
  /** How the samples are cut into frames. */
  readonly framing: Framing;
  readonly #shared = new Map<string, Frames | Float32Array>();

  constructor(samples: Float32Array, sampleRate: number, framing: Framing) {
    this.samples = samples;
    this.sampleRate = sampleRate;
    this.framing = framing;
  }

  /** The same framing for what looks at samples. */
  get sampleFraming(): Required<FramingOptions> {
    const { nFft, hopLength, center } = this.framing;
    return { frameLength: nFft, hopLength, center };
  }

  get magnitudes(): Frames {
    return this.#once("magnitudes", () => stftMagnitudes(this.samples, this.framing));
  }

  mel(options: MelOptions = {}): Frames {
    // what is as by default is written out, so that it is the same however it was said
    const bands = { ...MEL_DEFAULTS, ...options };
    return this.#once(`mel ${JSON.stringify(bands)}`, () =>
      melSpectrogram(this.magnitudes, this.sampleRate, bands),
    );
  }

  /** The harmonic part of the samples, told by librosa's default frames whatever the clip's own are. */
  get harmonic(): Float32Array {
    return this.#once("harmonic", () => harmonic(this.samples));
  }

  /** Gives the memory of what descriptors share back; it is made anew where it is asked for again. */
  release(): void {
    release(
      Array.from(this.#shared.values(), (shared) => ("data" in shared ? shared.data : shared)),
    );
    this.#shared.clear();
  }

  #once<T extends Frames | Float32Array>(key: string, make: () => T): T {
    if (!this.#shared.has(key)) this.#shared.set(key, make());
    return this.#shared.get(key) as T;
  }
}
