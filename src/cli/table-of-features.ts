import type { Refusal } from "../corpora/feature-table.ts";
import { featureTable, type SourceTable } from "../node/feature-table.ts";
import type { Pool } from "../parallel.ts";
import type { RecordingOptions } from "./options.ts";
import { Progress } from "./progress.ts";

/** Reads sources and extracts their features, with progress on standard error and a line for each thing that is wrong. */
export async function tableOfSources(
  names: readonly string[],
  set: string,
  { cache, pool, signal }: Pick<RecordingOptions, "cache"> & { pool: Pool; signal: AbortSignal },
): Promise<SourceTable> {
  const progress = new Progress("features");
  const table = await featureTable(names, {
    set,
    cache,
    pool,
    signal,
    onProgress: (done, all) => progress.show(done, all),
    onWarning: warn,
  });
  progress.end(`${table.rows.length} recordings, ${set}`);
  reportOddities(table);
  return table;
}

/** A line for the recordings that cannot be learned from or tested on, by reason. */
export function warnLeftOut(leftOut: readonly Refusal[]): void {
  const reasons = Map.groupBy(leftOut, ({ reason }) => reason);
  for (const [reason, refused] of reasons) {
    const [first] = refused;
    const others = refused.length > 1 ? ` and ${refused.length - 1} more` : "";
    warn(`left out: ${first!.file}${others}: ${reason}`);
  }
}

const SHOWN = 10;

function reportOddities({ rows, failed, problems }: SourceTable): void {
  const lines = [
    ...problems.map(({ path, reason }) => `${path}: ${reason}`),
    ...failed.map(({ reason }) => `not read: ${reason}`),
    ...rows.flatMap(({ path, state, warnings }) => [
      ...(state === "ok" ? [] : [`${path}: ${state}`]),
      ...warnings.map((warning) => `${path}: ${warning}`),
    ]),
  ];
  for (const line of lines.slice(0, SHOWN)) warn(line);
  if (lines.length > SHOWN) warn(`… and ${lines.length - SHOWN} more`);
}

/** A line on standard error that does not stop the work. */
export function warn(message: string): void {
  process.stderr.write(`warning: ${message}\n`);
}
