import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { Command } from "commander";
import { AffektError } from "../../errors.ts";
import { optunaJournal } from "../../model-selection/optuna-journal.ts";
import { trialsCsv } from "../../model-selection/trials-csv.ts";
import { fileError } from "../../node/files/file.ts";
import { checkOutput, type OutputKind } from "../../node/files/output-check.ts";
import { writeOutputFile } from "../../node/files/output-file.ts";
import { compareStudies } from "../../node/studies/compare-studies.ts";
import { readStudy, type StudyContents } from "../../node/studies/study-contents.ts";
import { deleteStudy } from "../../node/studies/study-file.ts";
import { renderTable } from "../../report/formats/text.ts";
import { percent, points, pValue, withInterval } from "../../report/percent.ts";
import { winnersTable } from "../../report/tables/study-tables.ts";
import { groupBy } from "../../group-by.ts";
import { command, type CommonOptions } from "../options/options.ts";
import { print, printJson } from "../terminal/output.ts";
import { warn } from "../terminal/warning.ts";
import { studyHtml } from "./study-html.ts";
import { trainBestCommand } from "./train-best.ts";
import { watchCommand } from "./watch.ts";

/** `affekt study`: what studies hold, and what is made of them. */
export function studyCommand(): Command {
  return new Command("study")
    .description("show, compare, export and delete studies, train the winner")
    .helpCommand(false)
    .addCommand(
      command("list", "list the studies in a folder", "affekt study list")
        .argument("[folder]", "a folder", ".")
        .action(list),
    )
    .addCommand(
      command(
        "show",
        "show the trials and winners of a study",
        "affekt study show study.sqlite --json",
      )
        .argument("<study>", "study file, .sqlite")
        .action(show),
    )
    .addCommand(
      command("best", "show the winner of each fold", "affekt study best study.sqlite")
        .argument("<study>", "study file, .sqlite")
        .action(best),
    )
    .addCommand(
      command(
        "compare",
        "compare the winners of several studies on the same clips",
        "affekt study compare mlp.sqlite cnn.sqlite",
      )
        .argument("<study...>", "study files, .sqlite")
        .action(compare),
    )
    .addCommand(
      command(
        "export",
        "write a study as an .html page with charts, a .csv table, a .json file, or an Optuna journal (.log), which optuna-dashboard opens",
        "affekt study export study.sqlite -o study.html\naffekt study export study.sqlite -o trials.csv",
      )
        .argument("<study>", "study file, .sqlite")
        .requiredOption("-o, --output <file>", "output file, .html, .csv, .json or .log")
        .action(exportTrials),
    )
    .addCommand(
      command("delete", "delete a study with all its trials", "affekt study delete study.sqlite")
        .argument("<study>", "study file, .sqlite")
        .action(remove),
    )
    .addCommand(trainBestCommand())
    .addCommand(watchCommand());
}

function list(folder: string, { json }: CommonOptions): void {
  const studies = filesIn(folder).flatMap((file) => {
    try {
      return [readStudy(file)];
    } catch (error) {
      if (!(error instanceof AffektError)) throw error;
      warn(error.message);
      return [];
    }
  });
  if (json) printJson(studies.map((study) => ({ study: study.file, ...summaryOf(study) })));
  else if (studies.length === 0) print(`no studies in ${folder}`);
  else {
    for (const study of studies) {
      const { models, complete, trials, uar } = summaryOf(study);
      const score = uar === undefined ? "" : `, UAR ${percent(uar)}`;
      print(
        `${study.file}: ${models.join(", ")}; ${complete} of ${trials} trials complete${score}`,
      );
    }
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".sqlite"))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    throw fileError(error, folder);
  }
}

function summaryOf({ request, trials, outer }: StudyContents) {
  return {
    models: request.models.map(({ name }) => name),
    trials: trials.length,
    complete: trials.filter(({ state }) => state === "complete").length,
    ...(outer && { uar: outer.uar }),
  };
}

function show(file: string, { json }: CommonOptions): void {
  const study = readStudy(file);
  const { trials, best: winners, outer } = study;
  if (json) {
    printJson({ study: file, trials, best: winners, ...(outer && { outer }) });
    return;
  }
  const states = [...groupBy(trials, ({ state }) => state)];
  print(
    `${file}: ${summaryOf(study).models.join(", ")}; ${states.map(([state, own]) => `${own.length} trials ${state}`).join(", ")}\n`,
  );
  print(renderTable(winnersTable(winners, outer)));
  for (const { id, error } of trials)
    if (error !== undefined) print(`${id} failed: ${error.message}`);
}

function best(file: string, { json }: CommonOptions): void {
  const { best: winners, outer } = readStudy(file);
  if (json) printJson(winners);
  else print(renderTable(winnersTable(winners, outer)));
}

function compare(files: readonly string[], { json, seed }: CommonOptions): void {
  const studies = files.map(readStudy);
  const comparisons = files.flatMap((first, i) =>
    files.slice(i + 1).map((second) => compareStudies(first, second, seed)),
  );
  if (json) {
    printJson({
      studies: studies.map((study) => ({
        study: study.file,
        ...summaryOf(study),
        outer: study.outer,
      })),
      comparisons,
    });
    return;
  }
  for (const { file, outer } of studies) {
    print(`${file}: UAR ${outer ? withInterval(outer.uar, outer.interval) : "not tested yet"}`);
  }
  for (const {
    first,
    second,
    difference,
    interval: [low, high],
    p,
  } of comparisons) {
    print(
      `${first} less ${second}: ${points(difference)} points (${points(low)} to ${points(high)}), p ${pValue(p)}`,
    );
  }
}

/** What a study is exported as, by the ending of the file. */
const EXPORTS: Readonly<
  Record<string, readonly [OutputKind, (study: StudyContents) => string | Promise<string>]>
> = {
  ".csv": ["a CSV table", ({ trials }) => trialsCsv(trials)],
  ".json": [
    "a JSON file",
    ({ file, request, trials, best: winners, outer }) =>
      `${JSON.stringify({ study: file, request, trials, best: winners, outer })}\n`,
  ],
  ".html": ["an HTML page", studyHtml],
  ".log": ["a JSON file", ({ searches }) => optunaJournal(searches)],
};

async function exportTrials(file: string, { output }: { readonly output: string }): Promise<void> {
  const kind = EXPORTS[extname(output).toLowerCase()];
  if (kind === undefined) {
    throw new AffektError(
      "invalid-argument",
      `${output} must end in .html, .csv, .json, or .log for an Optuna journal`,
    );
  }
  const [what, content] = kind;
  await checkOutput(output, { kind: what, inputs: [file] });
  await writeOutputFile(output, await content(readStudy(file)));
}

function remove(file: string): void {
  deleteStudy(file);
}
