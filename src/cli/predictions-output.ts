import { endOf } from "../prediction/prediction-csv.ts";
import type { RowPrediction } from "../prediction/prediction-json.ts";

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
