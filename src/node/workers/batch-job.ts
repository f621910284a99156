import { AffektError } from "../../errors.ts";
import type { ChannelChoice } from "../../audio/mix.ts";
import { problemOf } from "../../corpora/problem.ts";
import type { RecordingEvent } from "../../datasets/extract-recordings.ts";
import type { Recording } from "../../corpora/recording.ts";
import type { Windowing } from "../../features/extraction/cutter.ts";
import { throwIfAborted } from "../../parallel/interruption.ts";
import type { JobContext } from "../../parallel/pool.ts";
import type { EmotionModel } from "../../prediction/emotion-model.ts";
import type { WindowPrediction } from "../../prediction/prediction.ts";
import { predictRecordings } from "../../prediction/predict-recordings.ts";
import { loadModel } from "../load-model.ts";
import { nodeRuntime } from "../native-runtime.ts";
import { errnoOf } from "../files/file.ts";
import { fileReading } from "../sources/byte-source.ts";
import { featuresJob } from "./features-job.ts";

/** How the recordings of a batch are predicted. */
export interface BatchSettings {
  /** The file of a model. */
  readonly model: Uint8Array;
  readonly windowing: Windowing;
  readonly channel?: ChannelChoice | undefined;
}

/** The input of the job `batch`. */
export interface BatchInput extends BatchSettings {
  /** Absolute paths of recordings, which the worker reads itself. */
  readonly files: readonly string[];
}

/** A predicted window of a recording. */
export interface BatchRow {
  readonly channel?: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly emotion: string;
  readonly sure?: boolean;
  /** In the order of the model's labels. */
  readonly probabilities: Float32Array;
}

/** What is wrong with a recording, or with a channel of it. */
export interface BatchProblem {
  readonly channel?: string;
  readonly kind: "failed" | "warning";
  readonly reason: string;
}

/** What became of one recording. */
export interface BatchResult {
  /** `missing`: the system did not let it be read. */
  readonly state: "predicted" | "failed" | "missing";
  readonly durationSeconds: number;
  readonly rows: readonly BatchRow[];
  readonly problems: readonly BatchProblem[];
}

/** The job `batch`: predicts recordings one after the other and yields what became of each, in their order. @throws those of `loadModel` */
export async function* batchJob(
  { model: bytes, files, ...settings }: BatchInput,
  { onWarning, signal }: JobContext,
): AsyncGenerator<BatchResult, void, void> {
  const model = await loadModel(bytes, { runtime: () => nodeRuntime({ onWarning }) });
  try {
    for (const file of files) {
      throwIfAborted(signal);
      yield await resultOf(model, file, { ...settings, signal });
    }
  } finally {
    await model.release();
  }
}

interface FileOptions extends Omit<BatchSettings, "model"> {
  readonly signal: AbortSignal;
}

async function resultOf(
  model: EmotionModel,
  file: string,
  options: FileOptions,
): Promise<BatchResult> {
  const rows: BatchRow[] = [];
  const problems: BatchProblem[] = [];
  const reading = new Reading(model, file, options);
  for await (const outcome of predictRecordings(model, reading.events())) {
    const channel = outcome.channel === undefined ? {} : { channel: outcome.channel };
    if ("problem" in outcome) {
      problems.push({ ...channel, kind: "failed", reason: outcome.problem.reason });
      continue;
    }
    const { windows, warnings } = outcome.prediction;
    for (const reason of warnings) problems.push({ ...channel, kind: "warning", reason });
    for (const window of windows) rows.push({ ...channel, ...rowOf(window, model.labels) });
  }
  const state = rows.length > 0 ? "predicted" : reading.isMissing ? "missing" : "failed";
  return { state, durationSeconds: reading.durationSeconds, rows, problems };
}

/** The clips of one recording as they are extracted. */
class Reading {
  readonly #model: EmotionModel;
  readonly #file: string;
  readonly #options: FileOptions;
  durationSeconds = 0;
  isMissing = false;

  constructor(model: EmotionModel, file: string, options: FileOptions) {
    this.#model = model;
    this.#file = file;
    this.#options = options;
  }

  async *events(): AsyncGenerator<RecordingEvent, void, void> {
    const { signal, ...extraction } = this.#options;
    const path = this.#file;
    const recording: Recording = { source: path, path, ...fileReading(path) };
    const place = { recording, index: 0 };
    const input = { ...extraction, set: this.#model.featureSet, source: path, name: path };
    const clips = featuresJob(input, { signal });
    try {
      for (;;) {
        const { done, value } = await clips.next();
        if (done === true) {
          this.durationSeconds = value.durationSeconds;
          yield { ...place, info: value };
          return;
        }
        yield { ...place, clip: value };
      }
    } catch (error) {
      throwIfAborted(signal);
      // the system's error: the file is gone, or its disk or share is
      this.isMissing = error instanceof AffektError && errnoOf(error.cause) !== undefined;
      yield { ...place, problem: problemOf(path, error) };
    } finally {
      await clips.return(undefined as never);
    }
  }
}

function rowOf(window: WindowPrediction, labels: readonly string[]): BatchRow {
  const { startSeconds, durationSeconds, emotion, sure, probabilities } = window;
  const of = new Map(probabilities.map((one) => [one.emotion, one.probability]));
  return {
    startSeconds,
    endSeconds: startSeconds + durationSeconds,
    emotion,
    ...(sure !== undefined && { sure }),
    probabilities: Float32Array.from(labels, (label) => of.get(label) ?? 0),
  };
}
