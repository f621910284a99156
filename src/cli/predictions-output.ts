import type { RowPrediction } from "../prediction/prediction-json.ts";
import { csvLine } from "../tables/csv/csv-writing.ts";

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

/** Predictions as aligned lines of text. */
export function textOf(
  predictions: readonly RowPrediction[],
  { hasTimes, top }: { readonly hasTimes: boolean; readonly top: number },
): string {
  const names = predictions.map(({ file, ...where }) =>
    hasTimes ? `${file} ${where.startSeconds.toFixed(1)}\u2013${endOf(where).toFixed(1)} s` : file,
  );
  const widest = Math.max(...names.map(({ length }) => length));
  return predictions
    .map(({ probabilities, sure, emotions }, i) => {
      const shown = probabilities
        .slice(0, top)
        .map(({ emotion, probability }) => `${emotion} ${(100 * probability).toFixed(1)} %`);
      const doubt = sure === false ? "not sure: " : "";
      const set = emotions === undefined ? "" : `   one of: ${emotions.join(", ")}`;
      return `${names[i]!.padEnd(widest)}  ${doubt}${shown.join("   ")}${set}`;
    })
    .join("\n");
}

function endOf({
  startSeconds,
  durationSeconds,
}: Pick<RowPrediction, "startSeconds" | "durationSeconds">): number {
  return startSeconds + durationSeconds;
}
