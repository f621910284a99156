/// <reference lib="esnext.disposable" preserve="true" />
import { audioOf, checkSamples, type DecodedAudio, isDecoded } from "../audio/audio-buffer.ts";
import { type AudioStream, streamOf } from "../audio/audio-stream.ts";
import { onePiece } from "../audio/byte-reader.ts";
import { openAudioStream } from "../audio/decode.ts";
import type { ChannelChoice } from "../audio/mix.ts";
import { type BytesSource, readBytes } from "../bytes.ts";
import type { Clip, RecordingSummary } from "../features/extraction/clip.ts";
import type { Windowing } from "../features/extraction/cutter.ts";
import { clipsToPredict } from "../features/extraction/extract.ts";
import { stackClips } from "../features/extraction/stack-clips.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import { type SpeechDetector, speechDetector } from "../encoder/speech-detector.ts";
import type { Overlap } from "../features/sets/shared-frames.ts";
import { overlappingClipValues } from "../features/sets/vector.ts";
import { assertOptionNames, type OptionNames } from "../options/check.ts";
import type { Matrix, Rows } from "../math/linear-algebra/matrix.ts";
import type { LoadedModel } from "../models/file/loaded-model.ts";
import type { SpeakerProfile } from "../models/adaptation/speaker-profile.ts";
import type { ModelInfo } from "../models/file/model-info.ts";
import { type Prediction, predictionOf, type RecordingPrediction } from "./prediction.ts";
import { predictionSet } from "./prediction-set.ts";
import { RecordingPredictor, unfitError } from "./recording-predictor.ts";
import { StreamAnalyser } from "./streaming/stream-analyser.ts";
import type { StreamEvent } from "./streaming/stream-events.ts";
import type { SampleSource, StreamingOptions } from "./streaming/stream-options.ts";
import { StreamingPredictor } from "./streaming/streaming-predictor.ts";

/** Opens a recording's file. */
export type AudioOpener = (
  source: BytesSource,
  options: { readonly name: string; readonly signal?: AbortSignal | undefined },
) => Promise<AudioStream>;

/** Options of `EmotionModel`. */
export interface EmotionModelOptions {
  /** Opens what `predictAudio` is given; default: Affekt's own decoders alone. */
  readonly openAudio?: AudioOpener;
}

/** Options of predictions for recordings. */
export interface PredictOptions {
  /** Default `auto`: the whole, or windows of a minute where the recording is longer than ten minutes. */
  readonly windowing?: Windowing | undefined;
  /** The conversion of channels to mono; default `mix`. */
  readonly channel?: Exclude<ChannelChoice, "each"> | undefined;
  /** A longer recording is refused. */
  readonly maxSeconds?: number | undefined;
  /** For messages. */
  readonly name?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Options of `calibrate`. */
export interface CalibrateOptions extends Pick<PredictOptions, "channel" | "name" | "signal"> {
  /** The emotion of each recording, where they are known. Default: they are not. */
  readonly emotions?: readonly string[] | undefined;
}

/** Options of predictions for samples. */
export interface PredictSamplesOptions extends PredictOptions {
  /** In Hz. */
  readonly sampleRate: number;
}

const OPTION_NAMES: OptionNames<PredictOptions> = {
  windowing: true,
  channel: true,
  maxSeconds: true,
  name: true,
  signal: true,
};
/** Options of predictions for clips. */
export type PredictClipOptions = Pick<PredictOptions, "name">;

/** A trained model together with the features that it takes: recordings in, emotions out. */
export class EmotionModel {
  readonly #model: LoadedModel;
  readonly #set: FeatureSet;
  readonly #hearsSpeech: SpeechDetector | undefined;
  readonly #openAudio: AudioOpener;

  /** @throws {AffektError} `mismatch` where the model takes no features of recordings, or not as this version of Affekt makes them. */
  constructor(model: LoadedModel, { openAudio = openBytes }: EmotionModelOptions = {}) {
    this.#model = model;
    this.#openAudio = openAudio;
    this.#set = model.featureSet;
    this.#hearsSpeech = speechDetector(this.#set);
    model.checkFeatures(this.#set);
  }

  /** The data, settings and scores of its training. */
  get info(): ModelInfo {
    return this.#model.info;
  }

  /** The emotions that it knows. */
  get labels(): readonly string[] {
    return this.#model.labels;
  }

  /** The largest probability from which on a prediction is sure, where the model is calibrated. */
  get threshold(): number | undefined {
    return this.info.calibration?.threshold;
  }

  /**
   * The emotions that hold the true one with a probability of at least `coverage`, 0…1, over new speakers: a conformal prediction set.
   * @throws {AffektError} `invalid-argument` for a coverage that the calibration does not reach; `mismatch` for a model without thresholds.
   */
  predictionSet(
    prediction: Pick<Prediction, "probabilities">,
    coverage: number,
  ): readonly string[] {
    return predictionSet(prediction, this.info.calibration, coverage);
  }

  /** The feature set that it takes. */
  get featureSet(): FeatureSet {
    return this.#set;
  }

  /** The mean of each value of a vector or of a frame over the training; `undefined` for a model without a scaler. */
  get featureMeans(): Float32Array | undefined {
    return this.#model.featureMeans;
  }

  /** @throws {AffektError} `mismatch` where features of a set are not those that the model takes. */
  checkFeatures(set: FeatureSet): void {
    this.#model.checkFeatures(set);
  }

  /** Probabilities [rows, labels] of features of its set: vectors [rows, columns] or sequences. */
  predictProba(rows: Rows): Promise<Matrix> {
    return this.#model.predictProba(rows);
  }

  /**
   * Estimates the profile of a speaker from features of recordings, with or without their emotions.
   * @throws {AffektError} `mismatch` where the model cannot be adapted; `bad-data` if there are none.
   */
  estimateSpeaker(rows: Rows, y?: readonly string[]): SpeakerProfile {
    return this.#model.estimateSpeaker(rows, y);
  }

  /**
   * Makes the profile of a speaker from recordings, each as `predictAudio` takes it. It is plain data: statistics of a voice, no audio.
   * @throws {AffektError} `mismatch` where the model cannot be adapted; `bad-data` without recordings; those of `predictAudio`.
   */
  async calibrate(
    recordings: Iterable<BytesSource | DecodedAudio>,
    { emotions, ...options }: CalibrateOptions = {},
  ): Promise<SpeakerProfile> {
    const rows: Float32Array[] = [];
    for (const source of recordings) {
      const extraction = { ...options, set: this.#set, windowing: "whole" } as const;
      const audio = await this.#open(source, options);
      for await (const clip of clipsToPredict(audio, extraction)) {
        const { state, durationSeconds, values } = clip;
        const { name = "recording" } = options;
        if (state !== "ok") throw unfitError({ state, durationSeconds }, name);
        rows.push(values);
      }
    }
    return this.estimateSpeaker(stackClips(rows, this.#set), emotions);
  }

  /**
   * The model for a speaker, which has memory of its own.
   * @throws {AffektError} `mismatch` where the model cannot be adapted, or the profile is another model's; `unreadable` for what is no profile.
   */
  async adaptTo(profile: SpeakerProfile, owner?: string): Promise<this> {
    const adapted = await this.#model.adaptTo(profile, owner);
    // a subclass adds methods only, and its constructor takes the same
    const Model = this.constructor as new (
      ...given: ConstructorParameters<typeof EmotionModel>
    ) => this;
    return new Model(adapted, { openAudio: this.#openAudio });
  }

  /** The bytes of a model file for a speaker. @throws as `adaptTo`. */
  encodeAdapted(profile: SpeakerProfile, owner?: string): Uint8Array<ArrayBuffer> {
    return this.#model.encodeAdapted(profile, owner);
  }

  /**
   * Predicts a recording: its file, in any format that `decodeAudio` reads on this platform, or audio that is decoded already.
   * @throws those of `decodeAudio` and `predictStream`.
   */
  async predictAudio(
    source: BytesSource | DecodedAudio,
    options: PredictOptions = {},
  ): Promise<RecordingPrediction> {
    return this.predictStream(await this.#open(source, options), options);
  }

  async #open(
    source: BytesSource | DecodedAudio,
    { name = "recording", signal }: Pick<PredictOptions, "name" | "signal">,
  ): Promise<AudioStream> {
    return isDecoded(source)
      ? streamOf(audioOf(source), { name })
      : this.#openAudio(source, { name, signal });
  }

  /**
   * Predicts mono samples, whose full scale is 1.
   * @throws {AffektError} `invalid-argument` for what is no Float32Array; those of `predictStream`.
   */
  async predictSamples(
    samples: Float32Array,
    { sampleRate, ...options }: PredictSamplesOptions,
  ): Promise<RecordingPrediction> {
    checkSamples(samples);
    return this.predictAudio({ channels: [samples], sampleRate }, options);
  }

  /**
   * Predicts a recording that is decoded while it is read. Memory does not grow with its length where there are windows.
   * @throws {AffektError} `too-short` or `silent` where no window can be predicted; `too-long`; `interrupted`; those of the stream.
   */
  async predictStream(
    audio: AudioStream,
    options: PredictOptions = {},
  ): Promise<RecordingPrediction> {
    assertOptionNames(options, OPTION_NAMES, "predict");
    const clips = clipsToPredict(audio, { ...options, set: this.#set });
    return this.predictClips(clips, options);
  }

  /** Predicts the clips of a recording as they come. @throws as `predictStream`. */
  async predictClips(
    clips: AsyncGenerator<Clip, RecordingSummary, void>,
    { name = "recording" }: PredictClipOptions = {},
  ): Promise<RecordingPrediction> {
    const recording = new RecordingPredictor(this, name);
    try {
      for (;;) {
        const { done, value } = await clips.next();
        if (done === true) return recording.end(value);
        await recording.add(value);
      }
    } finally {
      await clips.return(undefined as never);
    }
  }

  /** Whether a clip holds speech or singing. A model that does not take the voice encoder's means cannot tell, and answers true. */
  isSpeech({ values }: Pick<Clip, "values">): boolean {
    return this.#hearsSpeech?.(values) ?? true;
  }

  /**
   * Predicts a clip from its features, which are those of `featureSet`.
   * @throws {AffektError} `too-short`, `silent`, `no-speech`.
   */
  async predictClip(
    clip: Clip,
    { name = "recording" }: PredictClipOptions = {},
  ): Promise<Prediction> {
    const { state, durationSeconds } = clip;
    if (state !== "ok") throw unfitError({ state, durationSeconds }, name);
    if (!this.isSpeech(clip)) throw unfitError({ state: "no-speech", durationSeconds }, name);
    return this.#predictValues(clip.values);
  }

  /**
   * Predicts a clip from its samples: mono, at the rate of `featureSet`. `overlap` tells which frames it shares with other clips.
   * @throws {AffektError} `unreadable` for samples whose features are not finite.
   */
  async predictClipSamples(samples: Float32Array, overlap?: Overlap): Promise<Prediction> {
    const values = await overlappingClipValues(samples, { set: this.#set, overlap });
    return this.#predictValues(values);
  }

  /** A predictor for a stream of samples that are pushed as they come. @throws {AffektError} `invalid-argument` for options out of range. */
  stream(options: StreamingOptions): StreamingPredictor {
    return new StreamingPredictor(this, options);
  }

  /**
   * Predicts a source of mono samples, such as `microphone()`, until it ends.
   * @throws {AffektError} `invalid-argument` for options out of range; `interrupted`; those of the source.
   */
  async *listen(
    source: SampleSource,
    options: Omit<StreamingOptions, "sampleRate"> = {},
  ): AsyncGenerator<StreamEvent, void, void> {
    const analyser = new StreamAnalyser(this, { ...options, sampleRate: source.sampleRate });
    try {
      for await (const samples of source) yield* analyser.push(samples);
      yield* analyser.end();
    } finally {
      analyser.release();
    }
  }

  async #predictValues(values: Float32Array): Promise<Prediction> {
    const row = stackClips([values], this.#set, this.info.features.clipSeconds);
    const { data } = await this.#model.predictProba(row);
    return predictionOf(this.labels, data, this.threshold);
  }

  /** Frees the model's memory. */
  release(): Promise<void> {
    return this.#model.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }
}

const openBytes: AudioOpener = async (source, options) =>
  openAudioStream(onePiece(await readBytes(source, options)), options);
