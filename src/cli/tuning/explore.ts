import { type Command, InvalidArgumentError, Option } from "commander";
import { AffektError } from "../../errors.ts";
import { featureSet } from "../../features/sets/sets.ts";
import { explore } from "../../model-selection/exploration/explore.ts";
import { LADDER, type Rung } from "../../model-selection/exploration/ladder.ts";
import { presetModel } from "../../models/presets.ts";
import { allWithSettings } from "../../models/with-settings.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { createPool } from "../../node/workers/thread-pool.ts";
import { renderTable } from "../../report/formats/text.ts";
import { curvesTables, explorationTable } from "../../report/tables/exploration-table.ts";
import type { Protocol } from "../../splits/protocols.ts";
import {
  type ModelSettingOptions,
  modelSettings,
  withModelSettings,
} from "../options/model-settings.ts";
import {
  command,
  durationOf,
  labelOptionsOf,
  type RecordingOptions,
  wholeNumber,
  withLabelOptions,
  withRecordingOptions,
} from "../options/options.ts";
import { protocolOption } from "../options/training-options.ts";
import { interruptible } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/output.ts";
import { Progress } from "../terminal/progress.ts";
import { throwIfFailed } from "../terminal/throw-if-failed.ts";
import { searchData } from "./search-data.ts";

/** The models of the learning curves where none are asked for, if they are explored. */
const STANDARD_CURVES = ["mlp"];

interface Options extends RecordingOptions, ModelSettingOptions {
  readonly model: readonly Rung[];
  readonly protocol?: Protocol;
  readonly folds?: number;
  readonly time?: number;
  readonly curves: readonly string[];
  readonly speakers: readonly number[];
  readonly clips: readonly number[];
}

/** `affekt explore`: a ladder of models under one protocol, from the simplest to the deepest. */
export function exploreCommand(): Command {
  const names = [...new Set(LADDER.map(({ model }) => model))];
  return withModelSettings(
    withLabelOptions(
      withRecordingOptions(
        command(
          "explore",
          "compare models from the simplest to the deepest under one protocol, with their cost",
          "affekt explore ravdess\naffekt explore ravdess --model lda,mlp,cnn,tcn --curves mlp,tcn --json",
        ),
      ),
    ),
  )
    .argument("<source...>", "folders, zips, manifests or names of corpora")
    .addOption(
      new Option("--model <names>", `models, separated by commas (default: ${names.join(", ")})`)
        .argParser(rungsOf)
        .default(LADDER, "all"),
    )
    .addOption(protocolOption())
    .option("--folds <n>", "number of folds of group-k", wholeNumber(2))
    .option(
      "--time <duration>",
      "budget of each model: how long all of its folds may take, such as 90s, 20m or 2h",
      durationOf,
    )
    .option(
      "--curves <names>",
      "models whose scores are measured by the number of training speakers and clips, separated by commas; none for no model",
      (text) => (text === "none" ? [] : text.split(",").map((name) => name.trim())),
      STANDARD_CURVES,
    )
    .option(
      "--speakers <counts>",
      "numbers of training speakers, separated by commas; all are added",
      counts,
      [2, 4, 8, 16],
    )
    .option(
      "--clips <counts>",
      "numbers of training clips, separated by commas; all are added",
      counts,
      [50, 100, 200, 400, 800],
    )
    .action(run);
}

function counts(text: string): number[] {
  return text.split(",").map((part) => wholeNumber(1)(part));
}

function rungsOf(text: string): Rung[] {
  return text.split(",").flatMap((part) => {
    const own = LADDER.filter(({ model }) => model === part.trim());
    if (own.length > 0) return own;
    throw new InvalidArgumentError(
      `Allowed are ${[...new Set(LADDER.map(({ model }) => model))].join(", ")}.`,
    );
  });
}

async function run(sources: readonly string[], options: Options): Promise<void> {
  const { model, jobs, json, curves } = options;
  const stranger = curves.find((name) => !model.some((rung) => rung.model === name));
  if (stranger !== undefined && options.curves !== STANDARD_CURVES) {
    throw new AffektError("invalid-argument", `--curves: ${stranger} is none of the models`);
  }
  const specs = allWithSettings(
    model.map((rung) => presetModel(rung.model)),
    await modelSettings(options),
  );
  const pool = createPool({ jobs });
  try {
    await interruptible(async (signal) => {
      const sets = [...new Set(model.map(({ set }) => set))].map((name) => featureSet(name));
      const { data, failed, recordings } = await searchData(sources, {
        ...options,
        sets,
        augmentations: [],
        labels: labelOptionsOf(options),
        split: options,
        pool,
        signal,
      });
      const progress = new Progress("folds");
      const result = await explore(data, {
        ...options,
        rungs: model.map((rung, i) => ({ ...rung, spec: specs[i]! })),
        seconds: options.time,
        curves: stranger === undefined ? curves : [],
        pool,
        runtime: await nodeRuntime(),
        onFold: (finished, all) => progress.show(finished, all),
        signal,
      });
      progress.end("trained and tested");
      if (json) printJson(result);
      else {
        print(`${result.protocol}\n\n${renderTable(explorationTable(result.models))}`);
        for (const { model: name, set } of result.unfinished) {
          print(`not finished within the budget: ${name} on ${set}`);
        }
        for (const table of curvesTables(result.curves)) print(`\n${renderTable(table)}`);
      }
      throwIfFailed(failed, recordings);
    });
  } finally {
    await pool.close();
  }
}
