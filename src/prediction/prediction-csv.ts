import { csvLine } from "../tables/csv/csv-writing.ts";
import type { RowPrediction } from "./prediction-json.ts";

/** Predictions as CSV with a column for each emotion. */
export function csvOf(
  predictions: readonly RowPrediction[],
  {
    hasTimes,
    labels,
    top,
  }: {
    readonly hasTimes: boolean;
    readonly labels: readonly string[];
    readonly top: number | undefined;
  },
): string {
  const isCalibrated = predictions.some(({ sure }) => sure !== undefined);
  const hasSets = predictions.some(({ emotions }) => emotions !== undefined);
  const rows = predictions.map(({ file, emotion, probabilities, sure, emotions, ...where }) => {
    const of = new Map(probabilities.slice(0, top).map((one) => [one.emotion, one.probability]));
    const times = hasTimes ? [where.startSeconds, endOf(where)].map(String) : [];
    const columns = labels.map((label) => of.get(label)?.toFixed(6) ?? "");
    const doubt = isCalibrated ? [String(sure)] : [];
    const set = hasSets ? [emotions?.join(" ") ?? ""] : [];
    return [file, ...times, emotion, ...columns, ...doubt, ...set];
  });
  const times = hasTimes ? ["start", "end"] : [];
  const doubt = isCalibrated ? ["sure"] : [];
  const set = hasSets ? ["emotions"] : [];
  return [["file", ...times, "emotion", ...labels, ...doubt, ...set], ...rows]
    .map(csvLine)
    .join("");
}

/** The end of a clip in seconds. */
export function endOf({
  startSeconds,
  durationSeconds,
}: Pick<RowPrediction, "startSeconds" | "durationSeconds">): number {
  return startSeconds + durationSeconds;
}
