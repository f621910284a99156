import type { Confusion } from "./confusion.ts";
import { ratio } from "./ratio.ts";

/** The row and column sums of a confusion matrix, its diagonal and the number of its clips. */
function margins(confusion: Confusion) {
  const rows = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = confusion.map((_, c) => confusion.reduce((sum, row) => sum + row[c]!, 0));
  const clips = rows.reduce((sum, count) => sum + count, 0);
  const hits = confusion.reduce((sum, row, c) => sum + row[c]!, 0);
  return { rows, columns, clips, hits };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** Cohen's kappa: agreement beyond chance, at most 1; scikit-learn's `cohen_kappa_score`. 0 where chance would agree always. */
export function cohenKappa(confusion: Confusion): number {
  const { rows, columns, clips, hits } = margins(confusion);
  const chance = dot(rows, columns);
  return ratio(clips * hits - chance, clips * clips - chance);
}

/** Matthews' correlation coefficient of several classes, -1…1; scikit-learn's `matthews_corrcoef`. 0 where one class alone is true or predicted. */
export function matthewsCorrelation(confusion: Confusion): number {
  const { rows, columns, clips, hits } = margins(confusion);
  const covariance = clips * hits - dot(rows, columns);
  const variance = (clips * clips - dot(columns, columns)) * (clips * clips - dot(rows, rows));
  return variance <= 0 ? 0 : covariance / Math.sqrt(variance);
}
