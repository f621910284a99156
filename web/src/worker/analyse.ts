import { openAudio } from "../../../src/browser/decode-audio.ts";
import type { AudioData } from "../../../src/audio/audio-data.ts";
import { type AudioStream, collectAudio, streamOf } from "../../../src/audio/audio-stream.ts";
import { mixToMono } from "../../../src/audio/mix.ts";
import { AffektError } from "../../../src/errors.ts";
import { fromCallback } from "../../../src/parallel/from-callback.ts";
import type { JobContext } from "../../../src/parallel/pool.ts";
import type { RecordingPrediction } from "../../../src/prediction/prediction.ts";
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

/** The longest recording that is answered as a whole and has a spectrogram. Longer ones have a timeline, in constant memory. */
const WHOLE_SECONDS = 600;

/** Analyses a recording: the answer first, then the timeline, then the spectrogram. */
export async function* analyse(
  { sound, name, windowSeconds }: AnalysisInput,
  { signal }: JobContext,
): AsyncGenerator<AnalysisPart, void, void> {
  const model = currentModel();
  const stream = await openSound(sound, name);
  const { expectedLength, sampleRate } = stream;
  const allSeconds = expectedLength === undefined ? undefined : expectedLength / sampleRate;
  const isLong = allSeconds === undefined ? isLargeFile(sound) : allSeconds > WHOLE_SECONDS;
  const audio = isLong ? undefined : await collectAudio(stream);
  let hasSpeech = false;
  if (audio !== undefined) {
    try {
      yield { answer: await model.predictAudio(audio, { name, signal }) };
      hasSpeech = true;
    } catch (error) {
      yield { answer: quietOf(error) };
    }
  }
  const options = { name, minConfidence: model.threshold, windowSeconds, signal };
  let timeline = yield* fromCallback<AnalysisPart, Timeline>((push) =>
    makeTimeline(model, audio === undefined ? stream : streamOf(audio, { name }), {
      ...options,
      onProgress: (seconds) => push({ seconds, allSeconds }),
    }),
  );
  if (audio !== undefined && hasSpeech && timeline.segments.length === 0) {
    // too short for its pauses to be found
    const segments = [{ startSeconds: 0, endSeconds: timeline.durationSeconds }];
    timeline = await makeTimeline(model, streamOf(audio, { name }), { ...options, segments });
  }
  yield { timeline };
  if (audio !== undefined) {
    yield { spectrogram: spectrogramOf(mixToMono(audio), audio.sampleRate) };
  }
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
