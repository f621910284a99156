import { stateReason } from "../audio/level.ts";
import type { LabelOptions } from "../corpora/label-mapping.ts";
import type { Problem } from "../corpora/problem.ts";
import type { FeatureRow } from "../datasets/feature-table.ts";
import { featureTable, type FeatureTableOptions, type SourceTable } from "../node/feature-table.ts";
import { Progress } from "./terminal/progress.ts";
import { say, warn, warnAll } from "./terminal/warning.ts";

/** Reads sources and extracts their features, with progress on standard error and a line for each thing that is wrong. */
export async function tableOfSources(
  names: readonly string[],
  options: FeatureTableOptions & { readonly labels?: LabelOptions },
): Promise<SourceTable> {
  const progress = new Progress("features");
  const table = await featureTable(names, {
    ...options,
    onProgress: (done, all) => progress.show(done, all),
    onWarning: warn,
  });
  progress.end(`${sizeOf(table.rows)}, ${table.set.name}`);
  for (const note of table.notes) say(note);
  warnOddities(table.problems, table.rows);
  return table;
}

/** The number of recordings that rows are of, each of which may have several windows. */
export function countRecordings(rows: readonly FeatureRow<unknown>[]): number {
  return new Set(rows.map(({ source, path }) => `${source}/${path}`)).size;
}

/** The number of recordings and windows, in words. */
export function sizeOf(rows: readonly FeatureRow<unknown>[]): string {
  const recordings = countRecordings(rows);
  const clips = rows.length > recordings ? `${rows.length} clips of ` : "";
  return `${clips}${recordings} recording${recordings === 1 ? "" : "s"}`;
}

/** Writes a line for the recordings that cannot be learned from or tested on, by reason. */
export function warnLeftOut(leftOut: readonly Problem[]): void {
  const reasons = new Map<string, Problem[]>();
  for (const problem of leftOut) {
    const own = reasons.get(problem.reason);
    if (own === undefined) reasons.set(problem.reason, [problem]);
    else own.push(problem);
  }
  warnAll(
    [...reasons].map(([reason, [first, ...others]]) => {
      const more = others.length > 0 ? ` and ${others.length} more` : "";
      return `left out: ${first!.path}${more}: ${reason}`;
    }),
  );
}

/** Writes a line for each recording whose features say nothing, being silent or too short. */
export function warnStates(rows: readonly FeatureRow<unknown>[]): void {
  const byRecording = new Map<string, FeatureRow<unknown>[]>();
  for (const row of rows) {
    const key = `${row.source}/${row.path}`;
    const own = byRecording.get(key);
    if (own === undefined) byRecording.set(key, [row]);
    else own.push(row);
  }
  warnAll(
    [...byRecording.values()].flatMap((clips) =>
      (["silent", "too-short"] as const).flatMap((state) => {
        const count = clips.filter((clip) => clip.state === state).length;
        const which = clips.length === 1 ? "" : `${count} of ${clips.length} clips `;
        return count === 0
          ? []
          : `${clips[0]!.path}: ${which}${stateReason(state, clips[0]!.warnings)}`;
      }),
    ),
  );
}

/** Writes lines about what was odd about sources and recordings. */
export function warnOddities(
  problems: readonly Problem[],
  rows: readonly FeatureRow<unknown>[],
): void {
  warnAll([
    ...problems.map(({ path, reason }) => `${path}: ${reason}`),
    ...rows.flatMap(({ path, warnings }) => warnings.map((warning) => `${path}: ${warning}`)),
  ]);
}
