import { extname } from "node:path";
import { type Command, Option } from "commander";
import type { FeatureRow } from "../../datasets/feature-table.ts";
import { AffektError, assertArgument } from "../../errors.ts";
import { speakerId } from "../../corpora/labels.ts";
import { checkOutput } from "../../node/files/output-check.ts";
import { writeOutputFile } from "../../node/files/output-file.ts";
import { loadModel } from "../../node/load-model.ts";
import { createPool } from "../../node/workers/thread-pool.ts";
import {
  command,
  labelOptionsOf,
  type RecordingOptions,
  withLabelOptions,
  withRecordingOptions,
} from "../options/options.ts";
import { splitInputs } from "../options/model-argument.ts";
import { countRecordings, tableOfSources, warnStates } from "../table-of-features.ts";
import { interruptible } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/output.ts";
import { throwIfFailed } from "../terminal/throw-if-failed.ts";

interface Options extends RecordingOptions {
  readonly output: string;
  readonly emotion?: string;
  readonly labelled?: true;
}

/** `affekt calibrate`: adapts a model to a speaker from recordings. */
export function calibrateCommand(): Command {
  const base = command(
    "calibrate",
    "adapt a model to a speaker with a few recordings of the speaker",
    `affekt calibrate my-recordings/ -o mine.json
affekt calibrate model.onnx calm-1.wav calm-2.wav --emotion neutral -o mine.json
affekt calibrate model.onnx labelled.csv --labelled -o mine.onnx
affekt predict model.onnx hello.wav --speaker mine.json`,
  );
  return withLabelOptions(withRecordingOptions(base))
    .argument(
      "<inputs...>",
      "optionally a model first (default: the model that ships); then recordings of one speaker, folders, zips, manifests or feature tables",
    )
    .requiredOption(
      "-o, --output <file>",
      "write the speaker's profile to this .json file, or the adapted model to this .onnx file; either holds statistics of the voice, which are personal data, but no audio and no name",
    )
    .addOption(
      new Option(
        "--emotion <name>",
        "emotion of all recordings, such as neutral (default: unknown)",
      ).conflicts("labelled"),
    )
    .option(
      "--labelled",
      "use the emotions in names and manifests, and fine-tune the model with them",
    )
    .action(run);
}

async function run(inputs: readonly string[], options: Options): Promise<void> {
  const { output, emotion, jobs, cache, channel, json } = options;
  const isModel = extname(output).toLowerCase() === ".onnx";
  await checkOutput(output, { kind: isModel ? "an ONNX model" : "a JSON file", inputs });
  const { model: file, names } = await splitInputs(inputs);
  const model = await loadModel(file);
  const pool = createPool({ jobs });
  try {
    await interruptible(async (signal) => {
      assertArgument(
        emotion === undefined || model.labels.includes(emotion),
        `--emotion: the model knows ${model.labels.join(", ")}, got ${emotion}`,
      );
      const set = model.featureSet;
      const labels = labelOptionsOf(options);
      const table = await tableOfSources(names, { set, labels, channel, cache, pool, signal });
      warnStates(table.rows);
      const rows = table.rows.filter(({ state }) => state === "ok");
      assertOneSpeaker(rows);
      const profile = model.estimateSpeaker(
        rows.map(({ values }) => values),
        emotionsOf(rows, options),
      );
      await writeOutputFile(
        output,
        isModel ? model.encodeAdapted(profile) : `${JSON.stringify(profile)}\n`,
      );
      if (json) printJson({ output, clips: profile.clips });
      else print(`${output}: from ${profile.clips} clip${profile.clips === 1 ? "" : "s"}`);
      throwIfFailed(table.failed, countRecordings(table.rows));
    });
  } finally {
    await model.release();
    await pool.close();
  }
}

function emotionsOf(
  rows: readonly FeatureRow[],
  { emotion, labelled }: Pick<Options, "emotion" | "labelled">,
): string[] | undefined {
  if (emotion !== undefined) return rows.map(() => emotion);
  if (!labelled) return undefined;
  return rows.map((row) => {
    if (row.emotion !== undefined) return row.emotion;
    throw new AffektError(
      "bad-data",
      `${row.path}: its emotion is not known; name it in a manifest (path,emotion), or leave --labelled out`,
    );
  });
}

function assertOneSpeaker(rows: readonly FeatureRow[]): void {
  const speakers = [...new Set(rows.flatMap((row) => speakerId(row) ?? []))].sort();
  if (speakers.length < 2) return;
  throw new AffektError(
    "bad-data",
    `recordings of ${speakers.length} speakers (${speakers.slice(0, 5).join(", ")}): a model is adapted to one; give the recordings of one`,
  );
}
