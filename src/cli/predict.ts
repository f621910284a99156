import { type Command, Option } from "commander";
import type { Problem } from "../corpora/problem.ts";
import type { Recording } from "../corpora/recording.ts";
import { withProgress } from "../datasets/extract-recordings.ts";
import { extractFiles } from "../node/extract-files.ts";
import { openSources } from "../node/sources/sources.ts";
import { featuresJob } from "../node/workers/features-job.ts";
import type { Jobs } from "../node/workers/jobs.ts";
import { openPool, type PoolOptions, withQueue } from "./options/pool-options.ts";
import { inlinePool } from "../parallel/inline-pool.ts";
import type { Pool } from "../parallel/pool.ts";
import type { EmotionModel } from "../prediction/emotion-model.ts";
import { predictRecordings } from "../prediction/predict-recordings.ts";
import { csvOf } from "../prediction/prediction-csv.ts";
import type { WindowPrediction } from "../prediction/prediction.ts";
import { jsonOf, type RowPrediction } from "../prediction/prediction-json.ts";
import { setOf } from "../tables/table-rows.ts";
import {
  command,
  labelOptionsOf,
  type RecordingOptions,
  wholeNumber,
  withRecordingOptions,
} from "./options/options.ts";
import { windowingOf } from "../features/extraction/cutter.ts";
import { type WindowOptions, withWindows } from "./options/window-options.ts";
import { coverageOption } from "./options/coverage-option.ts";
import { loadSpeakerModel, type SpeakerOptions, speakerOption } from "./options/speaker-option.ts";
import { splitInputs } from "./options/model-argument.ts";
import { textOf } from "./predictions-output.ts";
import { interruptible } from "./terminal/interrupt.ts";
import { print, writeData } from "./terminal/output.ts";
import { Progress } from "./terminal/progress.ts";
import { throwIfFailed } from "./terminal/throw-if-failed.ts";
import { say, warn, warnAll } from "./terminal/warning.ts";
import { predictInParts } from "./using/batch.ts";
import {
  assertNoTimelineOptions,
  predictTimeline,
  type TimelineCommandOptions,
  withTimeline,
} from "./using/timeline.ts";

interface Options
  extends RecordingOptions, WindowOptions, TimelineCommandOptions, SpeakerOptions, PoolOptions {
  readonly top?: number;
  readonly csv?: true;
  readonly coverage?: number;
}

/** `affekt predict`: predicts the emotion of recordings, one line per recording, window or segment. */
export function predictCommand(): Command {
  const base = command(
    "predict",
    "predict the emotion of recordings, one line per recording, window or segment",
    `affekt predict hello.wav
affekt predict model.onnx hello.wav --top 3
affekt predict model.onnx my-recordings/ --csv
affekt predict hello.wav --speaker mine.json
affekt predict hello.wav --coverage 0.9
affekt predict model.onnx meeting.mp3 --window 10 --hop 5
affekt predict /mnt/archive/ -o predictions/ --redis redis://host:6379
affekt predict talk.mp3 --timeline -o talk.html
affekt predict call.wav --timeline --channel each --format textgrid -o call.TextGrid
ffmpeg -i talk.m4a -f wav - | affekt predict model.onnx - --json`,
  );
  return withQueue(withTimeline(withWindows(withRecordingOptions(base))))
    .argument(
      "<inputs...>",
      "optionally a model first (ravdess-8 or a file from affekt train; default: the model that ships); then recordings, folders, zips, manifests or feature tables; - reads a recording from standard input",
    )
    .addOption(speakerOption())
    .option(
      "--top <k>",
      "show only the k most probable emotions (default on a terminal: 3)",
      wholeNumber(1),
    )
    .addOption(coverageOption())
    .addOption(
      new Option(
        "--csv",
        "print a CSV table with one column per emotion (default if the output is not a terminal)",
      ).conflicts("json"),
    )
    .action(run);
}

async function run(inputs: readonly string[], options: Options): Promise<void> {
  if (options.timeline) return predictTimeline(inputs, options);
  assertNoTimelineOptions(options);
  if (options.output !== undefined) {
    return predictInParts(inputs, { ...options, output: options.output });
  }
  const { model: file, names } = await splitInputs(inputs);
  const model = await loadSpeakerModel(file, options);
  const set = model.featureSet;
  const unopened: Problem[] = [];
  const onFailure = (problem: Problem): unknown => unopened.push(problem);
  const sources = await openSources(names, { ...labelOptionsOf(options), set, onFailure });
  try {
    for (const [source, table] of sources.tables) setOf(table, source, set);
    const { predictions, succeeded, ...predicted } = await predictAll(
      model,
      sources.recordings,
      options,
    );
    const failed = [...unopened, ...predicted.failed];
    for (const note of sources.notes) say(note);
    warnAll(sources.problems.map(({ path, reason }) => `${path}: ${reason}`));
    if (predictions.length > 0 || options.json) await show(predictions, failed, model, options);
    throwIfFailed(failed, succeeded);
  } finally {
    await sources.close();
    await model.release();
  }
}

interface Predicted {
  readonly predictions: readonly RowPrediction[];
  readonly failed: readonly Problem[];
  readonly succeeded: number;
}

/** Predicts the clips of recordings as they are extracted. */
async function predictAll(
  model: EmotionModel,
  recordings: readonly Recording[],
  options: Options,
): Promise<Predicted> {
  const extraction = {
    set: model.featureSet,
    windowing: windowingOf(options),
    channel: options.channel,
  };
  const { coverage } = options;
  const setOfWindow = (window: WindowPrediction) =>
    coverage === undefined ? {} : { emotions: model.predictionSet(window, coverage) };
  const predictions: RowPrediction[][] = [];
  const failed: Problem[][] = [];
  const pool = await poolFor(recordings, options);
  const progress = new Progress("predict");
  try {
    await interruptible(async (signal) => {
      const events = extractFiles(recordings, extraction, {
        pool,
        cache: options.cache && recordings.length > 1,
        onWarning: warn,
        signal,
      });
      const all = recordings.length;
      const shown = withProgress(events, all, (done) => progress.show(done, all));
      for await (const outcome of predictRecordings(model, shown)) {
        const { recording, index, channel } = outcome;
        const name = nameOf(recording);
        const file = channel === undefined ? name : `${name} (${channel})`;
        if ("problem" in outcome) {
          (failed[index] ??= []).push({ ...outcome.problem, path: file });
          continue;
        }
        const { windows, warnings } = outcome.prediction;
        for (const warning of warnings) warn(`${file}: ${warning}`);
        (predictions[index] ??= []).push(
          ...windows.map((window) => ({ file, ...window, ...setOfWindow(window) })),
        );
      }
    });
  } finally {
    await pool.close();
  }
  return {
    predictions: predictions.flat(),
    failed: failed.flat(),
    succeeded: Object.keys(predictions).length,
  };
}

// One recording is predicted here at once; for several, workers and the cache are worth their start.
async function poolFor(
  recordings: readonly Recording[],
  options: Options,
): Promise<Pool<Pick<Jobs, "features">>> {
  return recordings.length === 1
    ? inlinePool<Pick<Jobs, "features">>({ features: featuresJob })
    : openPool(options);
}

/** The name by which a user finds a recording: with its folder or zip. */
function nameOf({ source, path, name = path }: Recording): string {
  return source === "-" ? "-" : name;
}

async function show(
  predictions: readonly RowPrediction[],
  failed: readonly Problem[],
  { labels }: EmotionModel,
  { json, csv, top, window }: Options,
): Promise<void> {
  if (json) {
    await writeData([`${JSON.stringify({ predictions: jsonOf(predictions, top), failed })}\n`]);
    return;
  }
  const hasTimes = window !== undefined || predictions.some(({ startSeconds }) => startSeconds > 0);
  if (csv || !process.stdout.isTTY) {
    await writeData([csvOf(predictions, { hasTimes, labels, top })]);
  } else print(textOf(predictions, { hasTimes, top: top ?? 3 }));
}
