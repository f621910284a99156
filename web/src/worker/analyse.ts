import { openAudio } from "../../../src/browser/decode-audio.ts";
import type { AudioData } from "../../../src/audio/audio-data.ts";
import { type AudioStream, collectAudio, streamOf } from "../../../src/audio/audio-stream.ts";
import { mixToMono } from "../../../src/audio/mix.ts";
import { AffektError } from "../../../src/errors.ts";
import { fromCallback } from "../../../src/parallel/from-callback.ts";
import type { JobContext } from "../../../src/parallel/pool.ts";
import {
  combineWindows,
  type RecordingPrediction,
  type WindowPrediction,
} from "../../../src/prediction/prediction.ts";
import { makeTimeline } from "../../../src/timeline/make-timeline.ts";
import type { Timeline } from "../../../src/timeline/timeline.ts";
import { currentModel } from "./models.ts";
import { type Spectrogram, spectrogramOf } from "./spectrogram.ts";

/** Audio as the page gives it to the worker: a file, or samples that the browser or the microphone gave. */
export type Sound = Blob | Pick<AudioData, "channels" | "sampleRate">;

/** A recording to analyse. */
export interface AnalysisInput {
  readonly sound: Sound;
  readonly name: string;
  /** The length of windows; default segments between pauses. */
  readonly windowSeconds?: number | undefined;
}

/** Why there is no emotion. */
export type Quiet = "too-short" | "silent" | "no-speech";

/** What is known of a recording, as it becomes known. */
export type AnalysisPart =
  | { readonly answer: RecordingPrediction | Quiet }
  | { readonly seconds: number; readonly allSeconds: number | undefined }
  | { readonly timeline: Timeline }
  | { readonly spectrogram: Spectrogram };

/** The longest recording that is one clip: the model learned from clips of a few seconds. A longer one is answered by its segments. */
const CLIP_SECONDS = 10;
/** The longest recording that is decoded as a whole and has a spectrogram. Longer ones are analysed in constant memory. */
const WHOLE_SECONDS = 600;

/** Analyses a recording: the answer of a clip first, then the timeline, then the spectrogram. */
export async function* analyse(
  { sound, name, windowSeconds }: AnalysisInput,
  { signal }: JobContext,
): AsyncGenerator<AnalysisPart, void, void> {
  const model = currentModel();
  const stream = await openSound(sound, name);
  const allSeconds = secondsOf(stream);
  const isLong = allSeconds === undefined ? isLargeFile(sound) : allSeconds > WHOLE_SECONDS;
  const audio = isLong ? undefined : await collectAudio(stream);
  const again = (): AudioStream => (audio === undefined ? stream : streamOf(audio, { name }));
  const whole = async (): Promise<RecordingPrediction | Quiet> =>
    model.predictStream(again(), { name, signal }).catch(quietOf);

  const isClip = audio !== undefined && secondsOf(again())! <= CLIP_SECONDS;
  let answer = isClip ? await whole() : undefined;
  if (answer !== undefined) yield { answer };

  const options = { name, minConfidence: model.threshold, windowSeconds, signal };
  let timeline = yield* fromCallback<AnalysisPart, Timeline>((push) =>
    makeTimeline(model, again(), {
      ...options,
      onProgress: (seconds) => push({ seconds, allSeconds }),
    }),
  );
  if (answer === undefined) {
    const canAnswer = timeline.segments.length > 0 || audio === undefined;
    answer = canAnswer ? answerOf(timeline, model.threshold) : await whole();
    yield { answer };
  }
  if (typeof answer === "object" && timeline.segments.length === 0) {
    // too short, or without pauses: the whole is one segment
    const segments = [{ startSeconds: 0, endSeconds: timeline.durationSeconds }];
    timeline = await makeTimeline(model, again(), { ...options, segments });
  }
  yield { timeline };
  if (audio !== undefined) {
    yield { spectrogram: spectrogramOf(mixToMono(audio), audio.sampleRate) };
  }
}

/** The answer for a recording from its segments: the mean of their probabilities, weighted by their lengths. */
function answerOf(timeline: Timeline, threshold: number | undefined): RecordingPrediction | Quiet {
  const { segments, labels, durationSeconds, warnings } = timeline;
  if (segments.length === 0) return "no-speech";
  const windows = segments.map(
    ({ startSeconds, endSeconds, emotion, probabilities, confidence }): WindowPrediction => ({
      startSeconds,
      durationSeconds: endSeconds - startSeconds,
      emotion,
      probabilities,
      ...(threshold !== undefined && { sure: confidence >= threshold }),
    }),
  );
  return { ...combineWindows(windows, labels, threshold), durationSeconds, windows, warnings };
}

function secondsOf({ expectedLength, sampleRate }: AudioStream): number | undefined {
  return expectedLength === undefined ? undefined : expectedLength / sampleRate;
}

/** Decodes all of a recording. */
export async function decode({ sound, name }: AnalysisInput): Promise<AudioData> {
  return collectAudio(await openSound(sound, name));
}

async function openSound(sound: Sound, name: string): Promise<AudioStream> {
  return sound instanceof Blob
    ? openAudio(sound, { name })
    : streamOf({ ...sound, format: "samples", warnings: [] }, { name });
}

/** Bytes that a file of ten minutes has at 64 kbit/s, where its header does not tell its length. */
const LARGE_BYTES = (WHOLE_SECONDS * 64_000) / 8;

function isLargeFile(sound: Sound): boolean {
  return sound instanceof Blob && sound.size > LARGE_BYTES;
}

/** @throws the error, where it says something else than that nobody speaks. */
function quietOf(error: unknown): Quiet {
  if (error instanceof AffektError) {
    const { code } = error;
    if (code === "too-short" || code === "silent" || code === "no-speech") return code;
  }
  throw error;
}
