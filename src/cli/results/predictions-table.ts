import { extname } from "node:path";
import { LABEL_NAMES } from "../../corpora/labels.ts";
import { AffektError } from "../../errors.ts";
import type { EvaluationResult } from "../../evaluation/result.ts";
import type { OutputKind } from "../../node/files/output-check.ts";
import { writeOutputFile } from "../../node/files/output-file.ts";
import { formatColumns, type TextColumn } from "../../tables/columns.ts";

/** The kind of a predictions file, by its ending. @throws {AffektError} `invalid-argument` for another ending. */
export function predictionsKind(file: string): OutputKind {
  const ending = extname(file).toLowerCase();
  if (ending === ".csv") return "a CSV table";
  if (ending === ".parquet") return "a Parquet table";
  throw new AffektError("invalid-argument", `--predictions: ${file} must end in .csv or .parquet`);
}

/** Writes the predictions of an evaluation for all test clips, one row a clip and fold. */
export async function writePredictions(file: string, result: EvaluationResult): Promise<void> {
  const rows = result.models.flatMap((model) =>
    model.predictions.map((prediction) => ({ model, prediction })),
  );
  const labels = [...new Set(result.models.flatMap((model) => model.labels))];
  type Row = (typeof rows)[number];
  const text = (name: string, of: (row: Row) => string | undefined): TextColumn => ({
    name,
    values: rows.map((row) => of(row) ?? ""),
  });
  const others = LABEL_NAMES.filter(
    (name) => name !== "emotion" && rows.some(({ prediction }) => prediction.clip[name]),
  );
  const extra = [...new Set(rows.flatMap((row) => Object.keys(row.prediction.clip.columns ?? {})))];
  const columns = [
    text("model", ({ model }) => model.model),
    text("set", ({ model }) => model.set),
    text("protocol", ({ model }) => model.protocol),
    text("fold", ({ prediction }) => prediction.fold),
    text("source", ({ prediction }) => prediction.clip.source),
    text("file", ({ prediction }) => prediction.clip.path),
    { name: "start", values: rows.map(({ prediction }) => prediction.clip.startSeconds) },
    {
      name: "end",
      values: rows.map(({ prediction: { clip } }) => clip.startSeconds + clip.durationSeconds),
    },
    text("emotion", ({ prediction }) => prediction.clip.emotion),
    text("predicted", ({ prediction }) => prediction.predicted),
    ...others.map((name) => text(name, ({ prediction }) => prediction.clip[name])),
    ...extra.map((name) => text(`${name}_manifest`, (row) => row.prediction.clip.columns?.[name])),
    ...labels.map((label) => ({
      name: `p_${label}`,
      values: rows.map(
        ({ model, prediction }) => prediction.probabilities[model.labels.indexOf(label)] ?? 0,
      ),
    })),
  ];
  const format = predictionsKind(file) === "a CSV table" ? "csv" : "parquet";
  await writeOutputFile(file, formatColumns(columns, format));
}
