import { extname } from "node:path";
import type { Command } from "commander";
import { AffektError } from "../../errors.ts";
import type { EvaluationResult } from "../../evaluation/result.ts";
import { checkOutput, type OutputKind } from "../../node/files/output-check.ts";
import { writeOutputFile } from "../../node/files/output-file.ts";
import { renderReport } from "../../report/lazy-report.ts";
import { latexTables, markdownTables } from "../../report/result-tables.ts";
import { type ClipSources, playableClips } from "./playable-clips.ts";
import { predictionsKind, writePredictions } from "./predictions-table.ts";

/** Options of the files that a result is written to. */
export interface ResultFileOptions {
  readonly report?: string;
  /** Whether the report plays recordings. */
  readonly audio: boolean;
  readonly tables?: string;
  /** True where the option has no file. */
  readonly predictions?: string | true;
}

/** `--report`, `--no-audio`, `--tables`, `--predictions`. */
export function withResultFiles(to: Command): Command {
  return to
    .option("--report <file>", "write an HTML report to this file")
    .option("--no-audio", "leave the recordings of the worst errors out of the report")
    .option("--tables <file>", "write all tables to this .md (Markdown) or .tex (LaTeX) file")
    .option(
      "--predictions [file]",
      "write the predictions for all test clips to this .csv or .parquet file; without a file add them to --json",
    );
}

/** Makes sure that the files can be written. @throws {AffektError} as `checkOutput`; `invalid-argument` for an unknown ending. */
export async function checkResultFiles(
  { report, tables, predictions }: ResultFileOptions,
  inputs: readonly string[],
): Promise<void> {
  if (report !== undefined) await checkOutput(report, { kind: "an HTML page", inputs });
  if (tables !== undefined) await checkOutput(tables, { kind: tablesKind(tables), inputs });
  if (typeof predictions === "string") {
    await checkOutput(predictions, { kind: predictionsKind(predictions), inputs });
  }
}

/** Writes a result to the files that are asked for. `sources` are those of its clips. */
export async function writeResultFiles(
  { report, audio, tables, predictions }: ResultFileOptions,
  result: EvaluationResult,
  sources: ClipSources,
): Promise<void> {
  if (report !== undefined) {
    const playable = audio ? await playableClips(result, sources) : new Map<string, string>();
    await writeOutputFile(report, await renderReport(result, { playable }));
  }
  if (tables !== undefined) {
    const format = tablesKind(tables) === "a LaTeX file" ? latexTables : markdownTables;
    await writeOutputFile(tables, format(result));
  }
  if (typeof predictions === "string") await writePredictions(predictions, result);
}

function tablesKind(file: string): OutputKind {
  const ending = extname(file).toLowerCase();
  if (ending === ".md") return "a Markdown file";
  if (ending === ".tex") return "a LaTeX file";
  throw new AffektError("invalid-argument", `--tables: ${file} must end in .md or .tex`);
}
