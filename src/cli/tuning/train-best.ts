import type { Command } from "commander";
import { featureSet } from "../../features/sets/sets.ts";
import { finalSearch } from "../../model-selection/final-search.ts";
import { spaceOf } from "../../model-selection/nested-search.ts";
import { inWords } from "../../model-selection/search-result.ts";
import { checkOutput } from "../../node/files/output-check.ts";
import { readStudy } from "../../node/studies/study-contents.ts";
import { StudyFile } from "../../node/studies/study-file.ts";
import { identifyStudy } from "../../node/studies/study-identity.ts";
import { trainToFile } from "../../node/train-to-file.ts";
import { createPool } from "../../node/workers/thread-pool.ts";
import { limitOf } from "../../parallel/limit.ts";
import { percent } from "../../report/percent.ts";
import { outerInWords } from "../../report/tables/study-tables.ts";
import { isFinished } from "../../tuning/trial.ts";
import {
  command,
  type CommonOptions,
  wholeNumber,
  withExtractionOptions,
} from "../options/options.ts";
import { interruptible } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/output.ts";
import { Progress } from "../terminal/progress.ts";
import { say, warn } from "../terminal/warning.ts";
import { clipsOf } from "../../model-selection/search-clips.ts";
import { searchData } from "./search-data.ts";

interface Options extends CommonOptions {
  readonly output: string;
  readonly trials?: number;
  readonly jobs: number;
  readonly cache: boolean;
}

/** `affekt study train-best`: searches over all speakers, and trains the winner on all of them. */
export function trainBestCommand(): Command {
  return withExtractionOptions(
    command(
      "train-best",
      "search again over all speakers and train the winner on them",
      "affekt study train-best study.sqlite -o model.onnx",
    ),
  )
    .argument("<study>", "study file, .sqlite")
    .requiredOption("-o, --output <file>", "write the model to this file")
    .option("--trials <n>", "trials (default: as many as a fold of the study)", wholeNumber(1))
    .action(run);
}

async function run(
  file: string,
  { output, jobs, cache, json, ...options }: Options,
): Promise<void> {
  const { request, outer } = readStudy(file);
  const { sources, models, split, settings, trials: standard } = request;
  const { trials = standard } = options;
  await checkOutput(output, { kind: "an ONNX model", inputs: [file, ...sources] });
  const pool = createPool({ jobs });
  try {
    await interruptible(async (signal) => {
      const { data } = await searchData(sources, {
        ...request,
        sets: request.sets.map((set) => (set === null ? undefined : featureSet(set))),
        augmentations: request.augmentations,
        cache,
        split: { ...split, seed: settings.seed },
        pool,
        signal,
      });
      const space = spaceOf(data, models);
      using store = StudyFile.open(file);
      identifyStudy(store, { data, space, split, settings });
      const progress = new Progress("trials");
      const {
        model,
        trials: chosen,
        inner,
      } = await finalSearch(data, {
        space,
        settings,
        store,
        pool,
        innerFolds: split.innerFolds,
        trials,
        concurrency: limitOf(pool, (size) => size),
        signal,
        onTrial: (_, study) => {
          const score = study.best?.values!["uar"];
          const note = score === undefined ? "" : `best ${percent(score)} %`;
          progress.show(study.trials.filter(isFinished).length, trials, note);
        },
      });
      const params = chosen.map((trial) => trial.params);
      progress.end(`best ${percent(inner)} % over inner folds: ${params.map(inWords).join("; ")}`);
      await trainToFile(clipsOf(data, model), {
        model: model.spec,
        output,
        seed: settings.seed,
        validationSpeakers: split.validationSpeakers ?? 0,
        signal,
        onWarning: warn,
      });
      say(
        outer === undefined
          ? "The score for new speakers is unknown, because not all folds of the study are tested."
          : `Score to expect for new speakers, from the folds of the search: ${outerInWords(outer)}`,
      );
      if (json)
        printJson({
          output,
          params: params[0],
          ...(params.length > 1 && { members: params }),
          inner,
          outer,
        });
      else print(`wrote ${output}`);
    });
  } finally {
    await pool.close();
  }
}
