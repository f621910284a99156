import type { AudioStream } from "../audio/audio-stream.ts";
import { MonoMixer } from "../audio/mix.ts";
import { AffektError } from "../errors.ts";
import { clipsToPredict } from "../features/extraction/extract.ts";
import { complete } from "../options/check.ts";
import { yieldToEventLoop } from "../parallel/event-loop.ts";
import { throwIfAborted } from "../parallel/interruption.ts";
import type { Prediction } from "../prediction/prediction.ts";
import type { ClipModel } from "../prediction/recording-predictor.ts";
import { Smoother } from "../prediction/streaming/smoother.ts";
import { type SampleModel, StreamAnalyser } from "../prediction/streaming/stream-analyser.ts";
import type { StreamEvent } from "../prediction/streaming/stream-events.ts";
import { LevelEnvelope } from "./level-envelope.ts";
import type { SpeakerSegment } from "./segments/speaker-segment.ts";
import type { Timeline, TimelineKind, TimelineSegment } from "./timeline.ts";
import { type CompleteTimeline, TIMELINE, type TimelineOptions } from "./timeline-options.ts";
import { WindowPlaces } from "./window-places.ts";

/** A model that predicts samples and clips; an `EmotionModel` is one. */
export interface TimelineModel extends SampleModel, ClipModel {}

/** Options of `makeTimeline`. */
export interface MakeTimelineOptions extends TimelineOptions {
  /** For messages, and the timeline's name. */
  readonly name: string;
  /** Segments from outside, in place of pauses. */
  readonly segments?: readonly SpeakerSegment[] | undefined;
  /** A longer recording is refused. */
  readonly maxSeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Is told how many seconds have been predicted. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
}

/**
 * The emotions of a recording over time, predicted while it is decoded. Apart from the segments themselves, memory does not grow with its
 * length.
 * @throws {AffektError} `invalid-argument` for options out of range; `too-long`; `interrupted`; those of the stream, where nothing came
 * before.
 */
export async function makeTimeline(
  model: TimelineModel,
  audio: AudioStream,
  {
    name,
    segments: outside,
    maxSeconds = Infinity,
    signal,
    onProgress,
    ...given
  }: MakeTimelineOptions,
): Promise<Timeline> {
  const options = complete(TIMELINE, given, "timeline");
  const { sampleRate, channelCount, expectedLength = 0 } = audio;
  const mixer = new MonoMixer({ channelCount, channel: options.channel, name });
  const levels = new LevelEnvelope(sampleRate);
  const found: TimelineSegment[] = [];
  const warnings: string[] = [];
  const add = addSegment(found, options.minConfidence);
  let length = 0;

  const checkLength = (samples: number): void => {
    if (samples <= maxSeconds * sampleRate) return;
    throw new AffektError("too-long", `${name}: longer than ${maxSeconds} s, which is the limit`);
  };

  async function* blocks(): AsyncGenerator<readonly Float32Array[]> {
    for await (const channels of untilFault(audio.blocks, () => found.length > 0, warnings)) {
      await yieldToEventLoop(); // that an abort or a time limit is heard
      throwIfAborted(signal, `${name}: interrupted`);
      length += channels[0]!.length;
      checkLength(length);
      levels.push(channels[0]!);
      yield channels;
      onProgress?.(length / sampleRate);
    }
  }

  if (expectedLength > maxSeconds * sampleRate) await audio.close();
  checkLength(expectedLength);
  if (outside === undefined) {
    const tracks = mixer.signals.map(
      (channel) => new Track(model, { ...options, sampleRate, channel, signal }),
    );
    try {
      for await (const channels of blocks()) {
        for (const [t, samples] of mixer.mix(channels).entries())
          await tracks[t]!.push(samples, add);
      }
      for (const track of tracks) await track.end(add);
    } finally {
      for (const track of tracks) track.release();
    }
    warnings.unshift(...audio.warnings, ...mixer.warnings);
  } else {
    const source = { ...audio, blocks: blocks() };
    const { channel } = options;
    const set = model.featureSet;
    const smoothers = new Map<string | undefined, Smoother>();
    const clips = clipsToPredict(source, { set, segments: outside, channel, name, signal });
    for (;;) {
      const { done, value } = await clips.next();
      if (done === true) {
        warnings.unshift(...value.warnings);
        break;
      }
      if (value.state !== "ok") continue;
      const { speaker = value.channel, text } = outside[value.segment!]!;
      const own = { ...value, ...(await model.predictClip(value, { name })) };
      const smoother =
        smoothers.get(speaker) ?? new Smoother(model.labels, options.smoothingSeconds);
      smoothers.set(speaker, smoother);
      const { startSeconds, durationSeconds } = own;
      const place = { startSeconds, endSeconds: startSeconds + durationSeconds };
      add(place, smoother.add(own), { speaker, text });
    }
  }
  return {
    recording: name,
    durationSeconds: length / sampleRate,
    kind: kindOf(options, outside),
    labels: model.labels,
    minConfidence: options.minConfidence,
    segments: found.sort((a, b) => a.startSeconds - b.startSeconds),
    levels: levels.levels,
    warnings,
  };
}

function kindOf({ windowSeconds }: CompleteTimeline, outside: unknown): TimelineKind {
  if (outside !== undefined) return "segments";
  return windowSeconds === undefined ? "pauses" : "windows";
}

type Place = Pick<TimelineSegment, "startSeconds" | "endSeconds">;
type Add = (
  place: Place,
  prediction: Prediction,
  said?: { readonly speaker?: string | undefined; readonly text?: string | undefined },
) => void;

function addSegment(to: TimelineSegment[], minConfidence: number): Add {
  return (place, { emotion, probabilities }, { speaker, text } = {}) => {
    const confidence = probabilities[0]!.probability;
    to.push({
      ...place,
      ...(speaker !== undefined && speaker !== "" && { speaker }),
      ...(text !== undefined && text !== "" && { text }),
      emotion,
      confidence,
      isSure: confidence >= minConfidence,
      probabilities,
    });
  };
}

/** One signal of a recording. */
class Track {
  readonly #analyser: StreamAnalyser;
  readonly #places: WindowPlaces | undefined;
  readonly #channel: string;

  constructor(
    model: TimelineModel,
    {
      channel,
      sampleRate,
      signal,
      windowSeconds,
      hopSeconds = windowSeconds,
      minPauseSeconds,
      maxUtteranceSeconds,
      smoothingSeconds,
    }: Omit<CompleteTimeline, "channel"> & {
      readonly channel: string;
      readonly sampleRate: number;
      readonly signal: AbortSignal | undefined;
    },
  ) {
    const common = { sampleRate, smoothingSeconds, signal };
    this.#analyser = new StreamAnalyser(
      model,
      windowSeconds === undefined
        ? { ...common, windowSeconds: "none", minPauseSeconds, maxUtteranceSeconds }
        : { ...common, windowSeconds, hopSeconds, utterances: false },
    );
    if (windowSeconds !== undefined) this.#places = new WindowPlaces(windowSeconds, hopSeconds!);
    this.#channel = channel;
  }

  async push(samples: Float32Array, add: Add): Promise<void> {
    for await (const event of this.#analyser.push(samples)) this.#take(event, add);
  }

  async end(add: Add): Promise<void> {
    for await (const event of this.#analyser.end()) this.#take(event, add);
  }

  release(): void {
    this.#analyser.release();
  }

  #take(event: StreamEvent, add: Add): void {
    if (!("smoothed" in event)) return;
    add(placeOf(event, this.#places), event.smoothed, { speaker: this.#channel });
  }
}

function placeOf(
  event: Extract<StreamEvent, { smoothed: Prediction }>,
  places?: WindowPlaces,
): Place {
  const { startSeconds, durationSeconds } = event;
  if (event.type === "window" && places !== undefined) return places.of(event);
  return { startSeconds, endSeconds: startSeconds + durationSeconds };
}

/** The blocks up to an error, which becomes a warning where there is something to keep. */
async function* untilFault<T>(
  blocks: AsyncIterable<T>,
  hasSegments: () => boolean,
  warnings: string[],
): AsyncGenerator<T> {
  try {
    yield* blocks;
  } catch (error) {
    if (!hasSegments() || !(error instanceof AffektError) || error.code === "interrupted")
      throw error;
    warnings.push(`breaks off; what came before is kept: ${error.message}`);
  }
}
