import { checkAugmentation } from "../augmentation/augmentation.ts";
import type { LabelOptions } from "../corpora/label-mapping.ts";
import type { Problem } from "../corpora/problem.ts";
import type { Recording } from "../corpora/recording.ts";
import { type RecordingEvent, withProgress } from "../datasets/extract-recordings.ts";
import { checkNotEmpty, collectRows, type FeatureTable } from "../datasets/feature-table.ts";
import { assertArgument } from "../errors.ts";
import type { FeatureSet, FeatureSetDefinition } from "../features/sets/definition.ts";
import { featureSet } from "../features/sets/sets.ts";
import { assertOptionNames, type OptionNames } from "../options/check.ts";
import type { Pool } from "../parallel/pool.ts";
import type { TableData } from "../tables/table-data.ts";
import { setOf } from "../tables/table-rows.ts";
import { extractFiles, type ExtractFilesOptions } from "./extract-files.ts";
import { openSources, type Sources } from "./sources/sources.ts";
import type { FileExtraction } from "./workers/features-job.ts";
import type { Jobs } from "./workers/jobs.ts";
import { createPool, type PoolOptions } from "./workers/thread-pool.ts";

/** Options of `featureTable`. */
export interface FeatureTableOptions
  extends PoolOptions, Omit<FileExtraction, "set">, Omit<ExtractFilesOptions, "pool"> {
  /** The feature set, by its name or its definition; default: that of the tables among the sources, else `classic`. */
  readonly set?: string | FeatureSetDefinition | undefined;
  readonly labels?: LabelOptions | undefined;
  /** Called with the recordings before their features are extracted; an error of it ends the work. */
  readonly onRecordings?: ((recordings: readonly Recording[]) => void) | undefined;
  /** An existing pool, in place of a new one with `jobs` threads. */
  readonly pool?: Pool<Pick<Jobs, "features">> | undefined;
  /** Called with progress. Long recordings count by the share that has been read. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

const OPTION_NAMES: OptionNames<FeatureTableOptions> = {
  set: true,
  windowing: true,
  channel: true,
  augmentation: true,
  pcm: true,
  labels: true,
  cache: true,
  jobs: true,
  pool: true,
  onRecordings: true,
  onProgress: true,
  onWarning: true,
  signal: true,
};

/** A table with the oddities of its sources. */
export interface SourceTable<Values = Float32Array> extends FeatureTable<Values> {
  readonly problems: readonly Problem[];
  /** Lines about labels that were mapped and recordings that were left out. */
  readonly notes: readonly string[];
}

/**
 * The features of all recordings of sources (see `openSources`), one row a clip, and those in feature tables, which are taken as they are.
 * A recording that cannot be read is listed.
 * @throws those of `openSources` and `parseTable`; {AffektError} `invalid-argument` for an unknown set, or an augmentation of tables;
 * `mismatch` where a table's set is another; `bad-data` where not one recording could be read; `interrupted`.
 */
export async function featureTable(
  sources: readonly string[],
  options: FeatureTableOptions = {},
): Promise<SourceTable> {
  assertOptionNames(options, OPTION_NAMES, "featureTable");
  const start = performance.now();
  const { labels, augmentation } = options;
  const set = options.set === undefined ? undefined : featureSet(options.set);
  const opened = await openSources(sources, { ...labels, set, signal: options.signal });
  try {
    options.onRecordings?.(opened.recordings);
    const plan = planExtraction(opened, options);
    const collected = await collectRows(extractPlan(plan, options), (values) => values);
    checkNotEmpty(collected);
    return {
      set: plan.extraction.set,
      ...collected,
      ...(augmentation && { augmentation }),
      seconds: (performance.now() - start) / 1000,
      problems: opened.problems,
      notes: opened.notes,
    };
  } finally {
    await opened.close();
  }
}

/** Recordings and the way in which their features are extracted. */
export interface ExtractionPlan {
  readonly recordings: readonly Recording[];
  readonly extraction: FileExtraction;
}

/** The extraction that options ask for, from opened sources. @throws as `featureTable`. */
export function planExtraction(
  { recordings, tables }: Sources,
  { set: wanted, windowing, channel, pcm, augmentation }: FeatureTableOptions,
): ExtractionPlan {
  if (augmentation !== undefined) checkAugmentation(augmentation);
  const [table] = tables.keys();
  assertArgument(
    augmentation === undefined || table === undefined,
    `augmentation needs audio, but ${table} is a feature table; pass the recordings instead`,
  );
  const set = commonSet(tables, wanted === undefined ? undefined : featureSet(wanted));
  return {
    recordings,
    extraction: { set, windowing, channel, pcm, augmentation },
  };
}

/** The clips of a plan as they are ready, with progress; on the given pool, or on one of its own. @throws {AffektError} `interrupted` */
export async function* extractPlan(
  { recordings, extraction }: ExtractionPlan,
  options: FeatureTableOptions,
): AsyncGenerator<RecordingEvent, void, void> {
  const pool = options.pool ?? createPool({ jobs: options.jobs });
  try {
    const events = extractFiles(recordings, extraction, { ...options, pool });
    yield* withProgress(events, recordings.length, options.onProgress);
  } finally {
    if (pool !== options.pool) await pool.close();
  }
}

function commonSet(
  tables: ReadonlyMap<string, TableData>,
  wanted: FeatureSet | undefined,
): FeatureSet {
  let set = wanted;
  for (const [source, table] of tables) set = setOf(table, source, set);
  return set ?? featureSet("classic");
}
