import { type Command, Option } from "commander";
import { csvFormatRows } from "d3-dsv";
import type { RecordingOutcome } from "../datasets/extract-table.ts";
import type { Recording } from "../corpora/recording.ts";
import { type Refusal, refusalOf } from "../datasets/refusal.ts";
import { type ExtractedClip, inMemory } from "../features/extraction/extract.ts";
import type { FeatureSet } from "../features/sets/definition.ts";
import { fileReading, standardInputFile } from "../node/sources/byte-source.ts";
import { extractRows } from "../node/extract-table.ts";
import { openFeatureCache } from "../node/cache/feature-cache.ts";
import { loadModel } from "../node/load-model.ts";
import { callingThread, withPool } from "../node/workers/with-pool.ts";
import type { EmotionModel, Prediction } from "../prediction/emotion-model.ts";
import { interruptible } from "./terminal/interrupt.ts";
import {
  command,
  type RecordingOptions,
  wholeNumber,
  withRecordingOptions,
} from "./options/options.ts";
import { finish } from "./terminal/some-failed.ts";
import { warn } from "./terminal/warning.ts";
import { type WindowOptions, windowingOf, withWindows } from "./options/window-options.ts";

interface Options extends RecordingOptions, WindowOptions {
  readonly top?: number;
  readonly csv?: true;
}

interface FilePrediction extends Prediction {
  readonly file: string;
  readonly startSeconds: number;
}

/** `affekt predict`: the emotion of recordings, one line a file or window. */
export function predictCommand(): Command {
  const base = command(
    "predict",
    "tell the emotion of recordings, one line a file or window",
    `affekt predict model.onnx hello.wav --top 3
affekt predict model.onnx meeting.mp3 --window 10 --hop 5
ffmpeg -i talk.m4a -f wav - | affekt predict model.onnx - --json`,
  );
  return withWindows(withRecordingOptions(base))
    .argument("<model>", "a model's file, as affekt train writes it")
    .argument("<file...>", "recordings; - reads one from standard input")
    .option(
      "--top <k>",
      "show only the k most probable emotions (default on a terminal: 3)",
      wholeNumber(1),
    )
    .addOption(
      new Option(
        "--csv",
        "print a CSV table with a column for each emotion (default where the output is no terminal)",
      ).conflicts("json"),
    )
    .action(run);
}

async function run(modelFile: string, files: readonly string[], options: Options): Promise<void> {
  const model = await loadModel(modelFile);
  const recordings = files.map((file): Recording =>
    file === "-"
      ? { source: file, ...standardInputFile() }
      : { source: file, path: file, ...fileReading(file) },
  );
  const outcomes = await extract(recordings, model.featureSet, options);
  const failed: Refusal[] = [];
  const predictions: FilePrediction[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    const file = files[i]!;
    if ("reason" in outcome) {
      failed.push({ ...outcome, file });
      continue;
    }
    const { told, untold } = await predictClips(model, outcome);
    predictions.push(...told.map((prediction) => ({ file, ...prediction })));
    if (told.length === 0) {
      failed.push({ ...untold[0]!, file });
      continue;
    }
    for (const warning of outcome.flatMap(({ warnings }) => warnings)) warn(`${file}: ${warning}`);
    if (untold.length > 0) {
      const count = `${untold.length} of ${outcome.length} windows are left out`;
      warn(`${file}: ${count}, the first: ${untold[0]!.reason}`);
    }
  }
  if (predictions.length > 0 || options.json) {
    process.stdout.write(`${render(predictions, failed, model.labels, options)}\n`);
  }
  await model.release();
  finish(failed, predictions.length);
}

/** What a model says of the clips of a recording, and why it says nothing of others. */
async function predictClips(
  model: EmotionModel,
  clips: readonly (ExtractedClip & { readonly path: string })[],
): Promise<{ told: Omit<FilePrediction, "file">[]; untold: Refusal[] }> {
  const told: Omit<FilePrediction, "file">[] = [];
  const untold: Refusal[] = [];
  for (const clip of clips) {
    const { path, startSeconds } = clip;
    try {
      told.push({ startSeconds, ...(await model.predictFeatures(clip, path)) });
    } catch (error) {
      untold.push(refusalOf(path, error));
    }
  }
  return { told, untold };
}

// One recording is done here at once; for several, workers and the cache are worth their start.
async function extract(
  recordings: readonly Recording[],
  set: FeatureSet,
  { jobs, cache, ...options }: Options,
): Promise<RecordingOutcome<Float32Array>[]> {
  const extraction = { set, windowing: windowingOf(options), keep: inMemory };
  if (recordings.length === 1) {
    return extractRows(recordings, { ...extraction, pool: callingThread() });
  }
  const store = cache ? openFeatureCache(extraction, warn) : undefined;
  try {
    return await withPool({ jobs: Math.min(jobs, recordings.length) }, (pool) =>
      interruptible((signal) =>
        extractRows(recordings, { ...extraction, pool, cache: store, signal }),
      ),
    );
  } finally {
    store?.close();
  }
}

function render(
  predictions: readonly FilePrediction[],
  failed: readonly Refusal[],
  labels: readonly string[],
  { json, csv, top, window }: Options,
): string {
  if (json) {
    const rounded = predictions.map(({ probabilities, ...rest }) => ({
      ...rest,
      probabilities: Object.fromEntries(
        probabilities
          .slice(0, top)
          .map(({ emotion, probability }) => [emotion, Number(probability.toPrecision(6))]),
      ),
    }));
    return JSON.stringify({ predictions: rounded, failed });
  }
  const windows = window !== undefined || predictions.some(({ startSeconds }) => startSeconds > 0);
  if (csv || !process.stdout.isTTY) return csvTable(predictions, windows, labels, top);
  return textTable(predictions, windows, top ?? 3);
}

function csvTable(
  predictions: readonly FilePrediction[],
  windows: boolean,
  labels: readonly string[],
  top: number | undefined,
): string {
  const rows = predictions.map(({ file, emotion, probabilities, ...where }) => {
    const of = new Map(probabilities.slice(0, top).map((one) => [one.emotion, one.probability]));
    const times = windows ? [where.startSeconds, endOf(where)].map(String) : [];
    return [file, ...times, emotion, ...labels.map((label) => of.get(label)?.toFixed(6) ?? "")];
  });
  const times = windows ? ["start", "end"] : [];
  return csvFormatRows([["file", ...times, "emotion", ...labels], ...rows]);
}

function textTable(predictions: readonly FilePrediction[], windows: boolean, top: number): string {
  const names = predictions.map(({ file, ...where }) =>
    windows ? `${file} ${where.startSeconds.toFixed(1)}\u2013${endOf(where).toFixed(1)} s` : file,
  );
  const widest = Math.max(...names.map(({ length }) => length));
  return predictions
    .map(({ probabilities }, i) => {
      const shown = probabilities
        .slice(0, top)
        .map(({ emotion, probability }) => `${emotion} ${(100 * probability).toFixed(1)} %`);
      return `${names[i]!.padEnd(widest)}  ${shown.join("   ")}`;
    })
    .join("\n");
}

function endOf({
  startSeconds,
  durationSeconds,
}: Pick<FilePrediction, "startSeconds" | "durationSeconds">): number {
  return startSeconds + durationSeconds;
}
