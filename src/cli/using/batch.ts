import { extname } from "node:path";
import { AffektError, assertArgument } from "../../errors.ts";
import { windowingOf } from "../../features/extraction/cutter.ts";
import { type BatchProgress, predictBatch } from "../../node/batch/predict-batch.ts";
import type { BatchSummary } from "../../node/batch/batch-output.ts";
import { modelBytes } from "../../node/load-model.ts";
import type { EmotionModel } from "../../prediction/emotion-model.ts";
import { splitInputs } from "../options/model-argument.ts";
import type { RecordingOptions } from "../options/options.ts";
import { openPool, type PoolOptions } from "../options/pool-options.ts";
import { loadSpeakerModel, readProfile, type SpeakerOptions } from "../options/speaker-option.ts";
import type { WindowOptions } from "../options/window-options.ts";
import { interruptible } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/output.ts";
import { duration, Progress } from "../terminal/progress.ts";

/** Options of `predict -o FOLDER`. */
export interface BatchCommandOptions
  extends RecordingOptions, WindowOptions, SpeakerOptions, PoolOptions {
  readonly output: string;
}

/** Endings of files, which a folder does not have. */
const FILES = [".csv", ".json", ".npz", ".parquet", ".txt", ".html"];
/** How often a line tells the progress where standard error is no terminal. */
const LINE_MILLISECONDS = 60_000;

/** `affekt predict -o FOLDER`: predicts any number of recordings into the Parquet parts of a folder. */
export async function predictInParts(
  inputs: readonly string[],
  options: BatchCommandOptions,
): Promise<void> {
  const { output: folder, channel, json } = options;
  assertArgument(
    !FILES.includes(extname(folder).toLowerCase()),
    `-o names a folder of Parquet files, got ${folder}; for one CSV file: --csv > ${folder}`,
  );
  for (const name of ["csv", "top", "coverage"]) {
    assertArgument(!(name in options), `-o writes Parquet; leave out --${name}`);
  }
  const { model: name, names: sources } = await splitInputs(inputs);
  const { bytes: model, labels } = await modelOf(name, options);
  const pool = await openPool(options);
  const progress = new Progress("predict");
  try {
    const summary = await interruptible((signal) =>
      predictBatch({
        folder,
        sources,
        model,
        labels,
        windowing: windowingOf(options),
        channel,
        pool,
        signal,
        onProgress: shower(progress),
      }),
    );
    show(folder, summary, json);
  } finally {
    await pool.close();
  }
}

/** The bytes of the model that workers load, which this makes sure of. */
async function modelOf(
  name: string | undefined,
  options: SpeakerOptions,
): Promise<{ readonly bytes: Uint8Array; readonly labels: EmotionModel["labels"] }> {
  const model = await loadSpeakerModel(name, {});
  try {
    const { speaker } = options;
    const { labels } = model;
    return speaker === undefined
      ? { bytes: await modelBytes(name), labels }
      : { bytes: model.encodeAdapted(await readProfile(speaker), speaker), labels };
  } finally {
    await model.release();
  }
}

/** Shows the share of the bytes that are done, as recordings may be of very different lengths. */
function shower(progress: Progress): (done: BatchProgress, all: BatchProgress) => void {
  const begun = performance.now();
  let told = begun;
  return (done, all) => {
    const note = `${done.recordings} of ${all.recordings} recordings`;
    progress.show(done.bytes / 1e6, all.bytes / 1e6, `MB, ${note}`);
    const now = performance.now();
    if (process.stderr.isTTY || now - told < LINE_MILLISECONDS) return;
    told = now;
    const left = ((now - begun) / 1000) * (all.bytes / done.bytes - 1);
    progress.say(`${note}, ${duration(left)} left`);
  };
}

function show(folder: string, summary: BatchSummary, json: boolean | undefined): void {
  const { recordings, rows, parts } = summary;
  if (json) printJson({ folder, ...summary });
  else {
    print(`${folder}: ${rows} rows of ${recordings.predicted} recordings in ${parts.length} parts`);
  }
  const failed = recordings.failed + recordings.missing;
  if (failed === 0) return;
  throw new AffektError(
    recordings.predicted === 0 ? "unreadable" : "some-failed",
    `${failed} of ${failed + recordings.predicted} recordings failed; ${folder}/problems.csv says why`,
  );
}
