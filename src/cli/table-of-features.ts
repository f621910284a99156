import { stateReason } from "../audio/level.ts";
import type { FeatureRow } from "../datasets/feature-table.ts";
import type { Refusal } from "../datasets/refusal.ts";
import {
  keptFeatureTable,
  type KeptTableOptions,
  type SourceTable,
} from "../node/feature-table.ts";
import type { Pool } from "../parallel.ts";
import type { RecordingOptions } from "./options/options.ts";
import { Progress } from "./terminal/progress.ts";
import { warn } from "./terminal/warning.ts";

/** Reads sources and extracts their features, with progress on standard error and a line for each thing that is wrong. */
export async function tableOfSources<Values>(
  names: readonly string[],
  extraction: Pick<KeptTableOptions<Values>, "set" | "windowing" | "pcm" | "augmentation" | "keep">,
  { cache, pool, signal }: Pick<RecordingOptions, "cache"> & { pool: Pool; signal: AbortSignal },
): Promise<SourceTable<Values>> {
  const progress = new Progress("features");
  const table = await keptFeatureTable(names, {
    ...extraction,
    cache,
    pool,
    signal,
    onProgress: (done, all) => progress.show(done, all),
    onWarning: warn,
  });
  progress.end(`${sizeOf(table)}, ${table.set.name}`);
  warnOddities(table);
  return table;
}

/** How many recordings the rows are of, each of which may have several windows. */
export function countRecordings(rows: readonly FeatureRow<unknown>[]): number {
  return new Set(rows.map(({ source, path }) => `${source}/${path}`)).size;
}

function sizeOf({ rows }: SourceTable<unknown>): string {
  const recordings = countRecordings(rows);
  const windows = rows.length > recordings ? `${rows.length} windows of ` : "";
  return `${windows}${recordings} recording${recordings === 1 ? "" : "s"}`;
}

/** A line for the recordings that cannot be learned from or tested on, by reason. */
export function warnLeftOut(leftOut: readonly Refusal[]): void {
  const reasons = Map.groupBy(leftOut, ({ reason }) => reason);
  warnAll(
    [...reasons].map(([reason, [first, ...others]]) => {
      const more = others.length > 0 ? ` and ${others.length} more` : "";
      return `left out: ${first!.file}${more}: ${reason}`;
    }),
  );
}

/** A line for each recording whose features say nothing, being silent or too short. */
export function warnStates(rows: readonly FeatureRow<unknown>[]): void {
  warnAll(
    [...Map.groupBy(rows, ({ source, path }) => `${source}/${path}`).values()].flatMap((clips) =>
      (["silent", "too-short"] as const).flatMap((state) => {
        const count = clips.filter((clip) => clip.state === state).length;
        const which = clips.length === 1 ? "" : `${count} of ${clips.length} windows `;
        return count === 0
          ? []
          : `${clips[0]!.path}: ${which}${stateReason(state, clips[0]!.warnings)}`;
      }),
    ),
  );
}

function warnOddities({ rows, problems }: SourceTable<unknown>): void {
  warnAll([
    ...problems.map(({ path, reason }) => `${path}: ${reason}`),
    ...rows.flatMap(({ path, warnings }) => warnings.map((warning) => `${path}: ${warning}`)),
  ]);
}

const SHOWN = 10;

function warnAll(messages: readonly string[]): void {
  for (const message of messages.slice(0, SHOWN)) warn(message);
  if (messages.length > SHOWN) warn(`… and ${messages.length - SHOWN} more of that kind`);
}
