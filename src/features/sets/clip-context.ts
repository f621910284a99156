import { release } from "../../math/release.ts";
import { complete } from "../../options/check.ts";
import { copyFrames, type Frames, framesOf, joinFrames } from "../../signal/frames.ts";
import type { SampleFraming } from "../../signal/framing.ts";
import { harmonic, harmonicAndMagnitudes } from "../../signal/hpss.ts";
import { stftMagnitudeBlocks, stftMagnitudes } from "../../signal/stft.ts";
import { type Pitch, pyin } from "../pitch/pyin.ts";
import { type Peaks, peaksOf, spectralPeaks, tuningOfPeaks } from "../pitch/tuning.ts";
import { MEL, type MelParameters, melSpectrogram } from "../spectral/mel.ts";
import type { FeatureSet, Voicing } from "./definition.ts";
import { FRAMING, type Framing } from "./framing.ts";
import type { MagnitudeBlock, Overlap } from "./shared-frames.ts";

const DEFAULT_FRAMING = JSON.stringify(complete(FRAMING, {}, "framing"));

/** Values of magnitudes that are kept: 16 MB, or a minute and a half in frames of 2048 samples every 512 at 22.05 kHz. */
const MOST_HELD = 1 << 22;

/** A clip and intermediate results that descriptors share. Each is computed at its first use. */
export class ClipContext {
  /** Mono. */
  readonly samples: Float32Array;
  readonly sampleRate: number;
  readonly framing: Framing;
  readonly #voicing: Voicing;
  readonly #framingKey: string;
  readonly #shared: Map<string, unknown>;
  /** Magnitudes that it has in common with clips that it overlaps. */
  readonly #blocks: readonly MagnitudeBlock[] | undefined;

  constructor(
    samples: Float32Array,
    { sampleRate, framing, voicing }: Pick<FeatureSet, "sampleRate" | "framing" | "voicing">,
    {
      shared = new Map<string, unknown>(),
      overlap,
    }: { readonly shared?: Map<string, unknown>; readonly overlap?: Overlap | undefined } = {},
  ) {
    this.samples = samples;
    this.sampleRate = sampleRate;
    this.framing = framing;
    this.#voicing = voicing;
    this.#framingKey = JSON.stringify(framing);
    this.#shared = shared;
    const isShared = samples.length >= framing.nFft && this.#holdsMagnitudes;
    if (isShared) this.#blocks = overlap?.frames.blocksOf(samples, overlap.start);
  }

  /** The same clip in other frames. Both contexts share what they compute. */
  withFraming(framing: Framing): ClipContext {
    const { sampleRate } = this;
    const audio = { sampleRate, framing, voicing: this.#voicing };
    return new ClipContext(this.samples, audio, { shared: this.#shared });
  }

  /** The framing as options of functions that take samples. */
  get sampleFraming(): SampleFraming {
    const { nFft, hopLength, center } = this.framing;
    return { frameLength: nFft, hopLength, center };
  }

  get magnitudes(): Frames {
    return this.#once(`magnitudes ${this.#framingKey}`, () =>
      stftMagnitudes(this.samples, this.framing),
    );
  }

  /** The magnitudes in blocks of frames, each valid until the next one. Those of a long clip are computed anew each time. */
  magnitudeBlocks(): Iterable<Frames> {
    if (this.#blocks !== undefined) return this.#blocks.map(({ magnitudes }) => magnitudes);
    return this.#holdsMagnitudes
      ? [this.magnitudes]
      : stftMagnitudeBlocks(this.samples, this.framing);
  }

  /** What a function of single frames, which does not return its argument, gives of all magnitudes. */
  mapMagnitudes(compute: (magnitudes: Frames) => Frames): Frames {
    return joinFrames(Array.from(this.magnitudeBlocks(), compute));
  }

  // Whether the magnitudes are few enough to be kept for all descriptors.
  get #holdsMagnitudes(): boolean {
    const { nFft, hopLength } = this.framing;
    return (this.samples.length / hopLength) * (nFft / 2 + 1) <= MOST_HELD;
  }

  mel(options: MelParameters = {}): Frames {
    // complete, so that equal options have equal keys
    const completed = complete(MEL, options, "mel");
    const key = `mel ${this.#framingKey} ${JSON.stringify(completed)}`;
    const compute = (block: Frames): Frames =>
      melSpectrogram(block, { sampleRate: this.sampleRate, ...completed });
    return this.#once(key, () =>
      this.#blocks === undefined
        ? this.mapMagnitudes(compute)
        : copyFrames(this.#blocks.map((block) => block.map(key, compute, framesOf))),
    );
  }

  /** `estimateTuning` of the magnitudes. */
  tuning(binsPerOctave: number): number {
    const options = { sampleRate: this.sampleRate, binsPerOctave };
    const compute = (block: Frames): Peaks => spectralPeaks(block, options);
    const key = `peaks ${binsPerOctave}`;
    const peaks =
      this.#blocks === undefined
        ? Array.from(this.magnitudeBlocks(), compute)
        : this.#blocks.map((block) => block.map(key, compute, peaksOf));
    return tuningOfPeaks(peaks, options);
  }

  pitch(options: Voicing): Pitch {
    return this.#once(`pitch ${this.#framingKey} ${JSON.stringify(options)}`, () =>
      pyin(this.samples, { sampleRate: this.sampleRate, ...options, ...this.sampleFraming }),
    );
  }

  /** For each frame 1 if it is voiced, else 0. */
  get voiced(): Uint8Array {
    return this.pitch(this.#voicing).voicedFlag;
  }

  /** The harmonic part of the samples, separated in librosa's default frames. */
  get harmonic(): Float32Array {
    return this.#once("harmonic", () => harmonic(this.samples));
  }

  /** The outputs of the voice encoder's layers for the clip at a speed, once `setEncoded` has been called. */
  encoded(speed: number): Frames {
    return this.#once(`encoded ${speed}`, () => {
      throw new Error(`the clip has not been encoded at the speed ${speed}`);
    });
  }

  isEncoded(speed: number): boolean {
    return this.#shared.has(`encoded ${speed}`);
  }

  setEncoded(speed: number, frames: Frames): void {
    this.#shared.set(`encoded ${speed}`, frames);
  }

  /** Computes magnitudes and harmonic part by one transform, if they have the same frames and the magnitudes are kept. */
  prepareHarmonic(): void {
    if (this.#framingKey !== DEFAULT_FRAMING || !this.#holdsMagnitudes) return;
    const { magnitudes, harmonic } = harmonicAndMagnitudes(this.samples);
    this.#once(`magnitudes ${this.#framingKey}`, () => magnitudes);
    this.#once("harmonic", () => harmonic);
  }

  /** Frees the shared arrays. They are computed again when they are needed. */
  release(): void {
    release(Array.from(this.#shared.values()).flatMap(arrayOf));
    this.#shared.clear();
    for (const block of this.#blocks ?? []) block.release();
  }

  #once<T>(key: string, compute: () => T): T {
    if (!this.#shared.has(key)) this.#shared.set(key, compute());
    return this.#shared.get(key) as T;
  }
}

function arrayOf(shared: unknown): Float32Array[] {
  if (shared instanceof Float32Array) return [shared];
  const { data } = shared as Partial<Frames>;
  return data === undefined ? [] : [data];
}
