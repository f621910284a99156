import { assessClip, MIN_SECONDS, rmsLevel } from "../../audio/level.ts";
import { Resampler } from "../../audio/resample/resample.ts";
import { WindowGrid, type WindowPlace } from "../../features/extraction/window-grid.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import { frameStep, type Overlap, SharedFrames } from "../../features/sets/shared-frames.ts";
import { release } from "../../math/release.ts";
import { complete } from "../../options/check.ts";
import { yieldToEventLoop } from "../../parallel/event-loop.ts";
import { throwIfAborted } from "../../parallel/interruption.ts";
import { type SpeechEvent, SpeechSegmenter } from "../../voice-activity/speech-segmenter.ts";
import { VoiceActivity } from "../../voice-activity/voice-activity.ts";
import type { Prediction } from "../prediction.ts";
import { ActivityLog } from "./activity-log.ts";
import { RollingSamples } from "./rolling-samples.ts";
import { Smoother } from "./smoother.ts";
import type { StreamEvent } from "./stream-events.ts";
import { type CompleteStream, STREAM, type StreamingOptions } from "./stream-options.ts";

/** A model that predicts samples. */
export interface SampleModel {
  readonly labels: readonly string[];
  readonly featureSet: FeatureSet;
  /** Predicts samples at the rate of `featureSet`. `overlap` tells which frames they share with other clips. */
  predictClipSamples(samples: Float32Array, overlap?: Overlap): Promise<Prediction>;
}

/** The number of samples that are processed at once, so that memory does not grow with the pushed blocks. */
const PIECE_SECONDS = 1;
/** Windows without speech are silent under this level. */
const SILENCE_DBFS = -55;

/** Predicts a stream of samples piece by piece, in constant memory. Each generator is to be run to its end before the next one. */
export class StreamAnalyser {
  readonly #model: SampleModel;
  readonly #options: CompleteStream;
  readonly #signal: AbortSignal | undefined;
  /** The rate of the model's features. */
  readonly #rate: number;
  readonly #resampler: Resampler;
  readonly #activity: VoiceActivity;
  readonly #segmenter: SpeechSegmenter;
  readonly #grid: WindowGrid | undefined;
  readonly #log = new ActivityLog();
  readonly #samples = new RollingSamples();
  /** Utterances, and windows that overlap, begin at multiples of it. */
  readonly #step: number;
  readonly #frames: SharedFrames | undefined;
  readonly #windowSmoother: Smoother;
  readonly #utteranceSmoother: Smoother;

  /** @throws {AffektError} `invalid-argument` for options out of range. */
  constructor(model: SampleModel, { signal, ...given }: StreamingOptions) {
    const options = complete(STREAM, given, "stream");
    const { sampleRate, windowSeconds, hopSeconds, smoothingSeconds } = options;
    const { labels, featureSet } = model;
    const rate = featureSet.sampleRate;
    this.#model = model;
    this.#options = options;
    this.#signal = signal;
    this.#rate = rate;
    this.#step = frameStep(featureSet);
    this.#resampler = new Resampler({ from: sampleRate, to: rate });
    this.#activity = new VoiceActivity(rate);
    this.#segmenter = new SpeechSegmenter(options, this.#activity.hopLength / rate);
    this.#grid =
      windowSeconds === "none"
        ? undefined
        : new WindowGrid(rate, { windowSeconds, hopSeconds }, this.#step);
    if ((this.#grid?.step ?? 1) > 1) this.#frames = new SharedFrames(featureSet.framing);
    this.#windowSmoother = new Smoother(labels, smoothingSeconds);
    this.#utteranceSmoother = new Smoother(labels, smoothingSeconds);
  }

  /** Takes mono samples, which are not modified, and yields the events that they complete. @throws {AffektError} `interrupted`; those of the model. */
  async *push(samples: Float32Array): AsyncGenerator<StreamEvent, void, void> {
    const length = Math.ceil(PIECE_SECONDS * this.#options.sampleRate);
    for (let at = 0; at < samples.length; at += length) {
      throwIfAborted(this.#signal, "stream: interrupted");
      const piece = samples.subarray(at, at + length);
      const resampled = this.#resampler.push(piece);
      this.#samples.push(resampled);
      const probabilities = this.#activity.push(resampled);
      if (resampled !== piece) release([resampled]);
      yield* this.#hear(probabilities);
    }
  }

  /** The remaining events at the end of the stream. @throws as `push`. */
  async *end(): AsyncGenerator<StreamEvent, void, void> {
    const last = this.#resampler.flush();
    this.#samples.push(last);
    yield* this.#hear(this.#activity.push(last));
    yield* this.#hear(this.#activity.end());
    yield* this.#utterances(this.#segmenter.end());
    yield* this.#windows(this.#grid?.rest(this.#samples.end) ?? []);
  }

  /** Frees its memory. */
  release(): void {
    this.#samples.release();
    this.#frames?.release();
  }

  async *#hear(probabilities: Float32Array): AsyncGenerator<StreamEvent, void, void> {
    if (this.#options.utterances) yield* this.#utterances(this.#segmenter.push(probabilities));
    if (this.#grid !== undefined) {
      this.#log.push(probabilities);
      yield* this.#windows(this.#grid.until(this.#samples.end));
    }
    const { neededFrom } = this.#segmenter;
    const uttered = this.#options.utterances
      ? this.#stepBefore(neededFrom * this.#activity.hopLength)
      : Infinity;
    const next = this.#grid?.start ?? Infinity;
    this.#samples.dropBefore(Math.min(uttered, next));
    this.#frames?.dropBefore(next);
  }

  async *#utterances(events: Iterable<SpeechEvent>): AsyncGenerator<StreamEvent, void, void> {
    const { hopLength } = this.#activity;
    for (const event of events) {
      const start = this.#stepBefore(event.start * hopLength);
      const startSeconds = start / this.#rate;
      if (event.type === "start") {
        yield { type: "utterance-start", startSeconds };
        continue;
      }
      const end = Math.min(this.#samples.end, event.end * hopLength);
      const samples = this.#samples.view(start, end);
      const durationSeconds = samples.length / this.#rate;
      if (assessClip(samples, { sampleRate: this.#rate }) !== "ok") continue;
      const place = { startSeconds, durationSeconds };
      const prediction = { ...place, ...(await this.#predict(start, end)) };
      const smoothed = this.#utteranceSmoother.add(prediction);
      yield { type: "utterance", ...prediction, smoothed };
    }
  }

  async *#windows(places: Iterable<WindowPlace>): AsyncGenerator<StreamEvent, void, void> {
    for (const { startSeconds, start, end } of places) {
      const samples = this.#samples.view(start, end);
      const durationSeconds = samples.length / this.#rate;
      if (durationSeconds < MIN_SECONDS) continue;
      const place = { type: "window", startSeconds, durationSeconds } as const;
      const { hopLength, latency } = this.#activity;
      // no frame that is known only thanks to what came after the window, so that blocks of any size give the same share
      const known = end - latency;
      const frames = [Math.ceil(start / hopLength), Math.floor(known / hopLength)] as const;
      const speech = this.#log.share(...frames, this.#options.threshold);
      this.#log.dropBefore(frames[0]);
      const isLoud = assessClip(samples, { sampleRate: this.#rate }) === "ok";
      if (!isLoud || speech < this.#options.minSpeech) {
        const isSilent = !isLoud || rmsLevel(samples) < SILENCE_DBFS;
        yield { ...place, state: isSilent ? "silence" : "not-speech", speech };
        continue;
      }
      const prediction = await this.#predict(start, end);
      const smoothed = this.#windowSmoother.add({ ...place, ...prediction });
      yield { ...place, state: "speech", speech, ...prediction, smoothed };
    }
  }

  async #predict(start: number, end: number): Promise<Prediction> {
    throwIfAborted(this.#signal, "stream: interrupted");
    await yieldToEventLoop();
    const overlap = this.#frames && { frames: this.#frames, start };
    return this.#model.predictClipSamples(this.#samples.view(start, end), overlap);
  }

  #stepBefore(place: number): number {
    return place - (place % this.#step);
  }
}
