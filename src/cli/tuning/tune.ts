import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { AffektError } from "../../errors.ts";
import { type Augmentation, singleEffects } from "../../augmentation/augmentation.ts";
import { ALL_SPEAKERS } from "../../model-selection/final-search.ts";
import { modelSpace } from "../../model-selection/model-space.ts";
import { augmentationName } from "../../model-selection/search-clips.ts";
import { nestedSearch, type SearchProgress, spaceOf } from "../../model-selection/nested-search.ts";
import type { PresetName } from "../../models/presets.ts";
import { checkOutput } from "../../node/files/output-check.ts";
import { writeOutputFile } from "../../node/files/output-file.ts";
import { readFeatureSet } from "../../node/sources/read-feature-set.ts";
import { keepRequest, keepResult, readStudy } from "../../node/studies/study-contents.ts";
import { shareStudy } from "../../node/studies/joining/share-study.ts";
import { type StudyFile, studyExists } from "../../node/studies/study-file.ts";
import { identifyStudy, isStudyOf } from "../../node/studies/study-identity.ts";
import { isWritten } from "../../node/studies/study-lock.ts";
import { startJobThread } from "../../node/workers/thread-pool.ts";
import { renderTable } from "../../report/formats/text.ts";
import { renderReport } from "../../report/lazy-report.ts";
import { percent } from "../../report/percent.ts";
import { winnersTable } from "../../report/tables/study-tables.ts";
import type { Protocol } from "../../splits/protocols.ts";
import {
  augmentationOf,
  type AugmentationOptions,
  withAugmentationOptions,
} from "../options/augmentation-options.ts";
import {
  type ModelSettingOptions,
  modelSettings,
  withModelSettings,
} from "../options/model-settings.ts";
import {
  command,
  labelOptionsOf,
  type RecordingOptions,
  wholeNumber,
  withLabelOptions,
  withRecordingOptions,
} from "../options/options.ts";
import { openPool, type PoolOptions, withQueue } from "../options/pool-options.ts";
import { checkFeatures, standardSet } from "../options/training-check.ts";
import {
  chosenSet,
  protocolOption,
  type TrainingOptions,
  withTrainingOptions,
} from "../options/training-options.ts";
import { isFinished } from "../../tuning/trial.ts";
import { interruptible } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/output.ts";
import { Progress } from "../terminal/progress.ts";
import { say, warn } from "../terminal/warning.ts";
import { throwIfFailed } from "../terminal/throw-if-failed.ts";
import { searchData } from "./search-data.ts";
import { type SearchOptions, searchSettingsOf, withSearchOptions } from "./search-options.ts";
import { presetNames, searchedModels } from "./searched-models.ts";
import { setsOption } from "../options/set-choices.ts";
import { presetModel } from "../../models/presets.ts";

interface Options
  extends
    RecordingOptions,
    Omit<TrainingOptions, "set">,
    ModelSettingOptions,
    AugmentationOptions,
    SearchOptions,
    PoolOptions {
  readonly model: readonly PresetName[];
  readonly set?: readonly string[];
  readonly protocol?: Protocol;
  readonly folds?: number;
  readonly study: string;
  readonly resume?: true;
  readonly report?: string;
}

/** `affekt tune`: searches for good settings of models, nested in a protocol. */
export function tuneCommand(): Command {
  const base = command(
    "tune",
    "search for good settings of models, and test the best ones on speakers that the search has not seen",
    `affekt tune ravdess --model mlp --trials 50 --time 20m --study study.sqlite
affekt tune ravdess --model mlp,cnn --set classic-180 --pruner asha --study asha.sqlite --resume
affekt tune recordings.csv --model mlp --space space.json --constraint "bytes<1e6" --study small.sqlite`,
  );
  return withQueue(
    withSearchOptions(
      withAugmentationOptions(
        withModelSettings(
          withTrainingOptions(withLabelOptions(withRecordingOptions(base)), setsOption()),
        ),
      ),
    ),
  )
    .argument("<source...>", "folders, zips, manifests, feature tables or names of corpora")
    .requiredOption("--study <file>", "file that stores all trials, .sqlite")
    .option("--resume", "continue the study in the file, if there is one")
    .addOption(
      new Option("--model <names>", "models, separated by commas")
        .argParser(presetNames)
        .default(["mlp"], "mlp"),
    )
    .addOption(protocolOption())
    .option(
      "--folds <n>",
      "number of folds of group-k (default: 5, or one per speaker if there are fewer)",
      wholeNumber(2),
    )
    .option("--report <file>", "write an HTML report of the tuned and untuned models to this file")
    .action(run);
}

async function run(sources: readonly string[], options: Options): Promise<void> {
  const { study: file, report, json, protocol, folds, innerFolds, seed } = options;
  const { trials, time, validationSpeakers, jobs } = options;
  const models = await searchedModels(options.model, await modelSettings(options), options.space);
  const sets = await chosenSets(options);
  const augmentations = augmentationsOf(options);
  const settings = searchSettingsOf(options);
  modelSpace(models, {
    sets: sets.map((set, s) => set?.name ?? `set ${s}`),
    augmentations: augmentations.map(augmentationName),
  });
  for (const set of sets) {
    checkFeatures(
      options.model.map((name) => presetModel(name)),
      set ?? standardSet(sources),
      options,
    );
  }
  await checkOutput(file, { kind: "a study", inputs: sources });
  if (options.resume === undefined && studyExists(file) && !isWritten(file)) {
    throw new AffektError(
      "invalid-argument",
      `the study ${file} exists; pass --resume to continue it, or choose another name`,
    );
  }
  if (report !== undefined) await checkOutput(report, { kind: "an HTML page", inputs: sources });
  const pool = await openPool(options);
  try {
    await interruptible(async (signal) => {
      const split = { protocol, folds, innerFolds, validationSpeakers };
      const { data, failed, recordings } = await searchData(sources, {
        ...options,
        sets,
        augmentations,
        labels: labelOptionsOf(options),
        split: { ...split, seed },
        pool,
        signal,
      });
      const parts = { data, space: spaceOf(data, models), split, settings };
      const result = await shareStudy(file, {
        pool,
        jobs,
        start: startJobThread,
        signal,
        isSame: (study) => isStudyOf(study, parts),
        identify: (study) => identifyStudy(study, parts),
        onJoin: () =>
          say(`another process writes ${file}; this one works for it with ${jobs} threads`),
        work: async (study) => {
          keepRequest(study, {
            sources: sources.map((source) => (existsSync(source) ? resolve(source) : source)),
            models,
            sets: sets.map((set) => set ?? null),
            augmentations,
            channel: options.channel,
            labels: labelOptionsOf(options),
            clipSeconds: options.clipSeconds,
            split,
            settings,
            trials,
          });
          const progress = new Progress("trials", finishedIn(study));
          const found = await nestedSearch(data, {
            ...split,
            ...settings,
            models,
            trials,
            seconds: time,
            store: study,
            pool,
            signal,
            onTrial: (trial) => progress.show(trial.finished, trial.all, noteOf(trial)),
          });
          progress.end(`${found.trials.length} trials in ${file}`);
          keepResult(study, found);
          return found;
        },
      }).catch((error: unknown) => {
        throw keptIn(error, file);
      });
      if (report !== undefined && result !== undefined) {
        await writeOutputFile(report, await renderReport(result.evaluation));
      } else if (report !== undefined) {
        warn(`${report} is not written: only the process that writes the study has what it shows`);
      }
      const { trials: ended, best, outer } = result ?? readStudy(file);
      if (json) printJson({ study: file, trials: ended, best, outer });
      else print(renderTable(winnersTable(best, outer)));
      throwIfFailed(failed, recordings);
    });
  } finally {
    await pool.close();
  }
}

/** The augmentations between which trials choose: all effects at once, and of several each alone. */
function augmentationsOf(options: Options): Augmentation[] {
  const all = augmentationOf(options);
  if (all === undefined) return [];
  const single = singleEffects(all);
  return single.length === 1 ? [all] : [all, ...single];
}

async function chosenSets({ set, model }: Options) {
  if (set !== undefined) return Promise.all(set.map(readFeatureSet));
  return [await chosenSet({ model })];
}

function noteOf({ fold, best }: SearchProgress): string {
  return best === undefined ? "" : `best in fold ${fold}: ${percent(best)} %`;
}

/** The trials that had ended when a study was left. */
function finishedIn(study: StudyFile): number {
  return study.searches
    .filter((name) => name !== ALL_SPEAKERS)
    .flatMap((name) => study.load(name)!.trials)
    .filter(isFinished).length;
}

/** The error of an interruption, which says where the trials are. */
function keptIn(error: unknown, file: string): unknown {
  if (!(error instanceof AffektError) || error.code !== "interrupted") return error;
  return new AffektError(
    "interrupted",
    `interrupted; ${file} holds all trials. Rerun with --resume to continue`,
    { cause: error },
  );
}
