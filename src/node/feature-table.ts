import { type Augmentation, checkAugmentation } from "../augmentation/augmentation.ts";
import type { PcmOptions } from "../audio/pcm/raw-pcm.ts";
import type { FeatureTable } from "../datasets/feature-table.ts";
import type { SourceProblem } from "../corpora/recording.ts";
import type { Windowing } from "../features/extraction/clip-cutter.ts";
import { assertArgument } from "../errors.ts";
import { inMemory, type Keep } from "../features/extraction/extract.ts";
import type { FeatureSet, FeatureSetDefinition } from "../features/sets/set-definition.ts";
import { featureSet } from "../features/sets/sets.ts";
import type { ReadTable } from "../tables/read-table.ts";
import { rowsOf, setOf } from "../tables/table-rows.ts";
import { extractTable } from "./extract-table.ts";
import { openFeatureCache } from "./cache/feature-cache.ts";
import { openSources } from "./sources/sources.ts";
import { readTableFile } from "./sources/table-source.ts";
import { type PoolOptions, withPool } from "./workers/with-pool.ts";

/** How a table of features is made. */
export interface FeatureTableOptions extends PoolOptions {
  /** The feature set, by its name or its definition; default: that of the tables among the sources, else `classic`. */
  readonly set?: string | FeatureSetDefinition | undefined;
  /** What of a recording makes a row; default `auto`: the whole, or windows of a minute of one longer than ten minutes. */
  readonly windowing?: Windowing;
  /** What recordings are that have no header: samples as they are. */
  readonly pcm?: PcmOptions | undefined;
  /** Adds augmented copies of each clip, for training alone; default none. */
  readonly augmentation?: Augmentation | undefined;
  /** Whether features are kept in, and taken from, the cache folder; default true. */
  readonly cache?: boolean;
  /** Called as recordings are done; of long ones their share counts while they are not. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Called where the cache cannot be used; the work goes on without it. */
  readonly onWarning?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** A table with what was odd about its sources. */
export interface SourceTable<Values = Float32Array> extends FeatureTable<Values> {
  readonly problems: readonly SourceProblem[];
}

/**
 * The features of all recordings of sources (see `openSources`), one row a recording or window, and those in feature tables
 * (`.npz`, `.parquet`, or `.csv` with a column `file`), which are taken as they are; a recording that cannot be read is listed.
 * Errors: as `openSources` and `parseTable`; `invalid-argument` for an unknown set, parameters of an augmentation out of range, or one of tables; `mismatch` where a table's set is another;
 * `bad-data` where not one recording could be read; `interrupted`.
 */
export function featureTable(
  sources: readonly string[],
  options: FeatureTableOptions = {},
): Promise<SourceTable> {
  return keptFeatureTable(sources, { ...options, keep: inMemory });
}

/** What is done with the values of a table's rows while it is made. */
export interface KeptTableOptions<Values> extends FeatureTableOptions {
  readonly keep: Keep<Values>;
}

/** `featureTable` with values that are kept elsewhere than in memory. Errors: as there, and those of `keep`. */
export async function keptFeatureTable<Values>(
  sources: readonly string[],
  options: KeptTableOptions<Values>,
): Promise<SourceTable<Values>> {
  const { set: wanted, augmentation } = options;
  if (augmentation !== undefined) checkAugmentation(augmentation);
  const tables = new Map<string, ReadTable>();
  let set = wanted === undefined ? undefined : featureSet(wanted);
  for (const source of sources) {
    const table = await readTableFile(source, set);
    if (table === undefined) continue;
    set = setOf(table, source, set);
    assertArgument(
      augmentation === undefined,
      `augmentation: changes sound, and ${source} is a table of features, which holds none; give the recordings themselves`,
    );
    tables.set(source, table);
  }
  set ??= featureSet("classic");
  const others = sources.filter((source) => !tables.has(source));
  const extracted =
    others.length === 0 && tables.size > 0 ? NOTHING : await extractSources(others, set, options);
  const bySource = Map.groupBy(extracted.rows, ({ source }) => source);
  const rows = sources.flatMap((source) => {
    const table = tables.get(source);
    if (table === undefined) return bySource.get(source) ?? [];
    return rowsOf(table, source).map((row) => ({ ...row, values: options.keep(row.values) }));
  });
  const notes = [...tables].flatMap(([source, table]) =>
    table.notes.map((reason) => ({ source, path: source, reason })),
  );
  const problems = [...notes, ...extracted.problems];
  return { ...extracted, set, rows, problems, ...(augmentation && { augmentation }) };
}

const NOTHING = { rows: [], failed: [], seconds: 0, problems: [] };

async function extractSources<Values>(
  sources: readonly string[],
  set: FeatureSet,
  options: KeptTableOptions<Values>,
): Promise<SourceTable<Values>> {
  const { windowing, pcm, augmentation, cache = true, onProgress, onWarning = () => {} } = options;
  const extraction = { set, windowing, pcm, augmentation };
  const { recordings, problems, close } = await openSources(sources);
  const store = cache ? openFeatureCache(extraction, onWarning) : undefined;
  try {
    const table = await withPool(options, (pool) =>
      extractTable(recordings, {
        ...extraction,
        pool,
        cache: store,
        keep: options.keep,
        onProgress,
        signal: options.signal,
      }),
    );
    return { ...table, problems };
  } finally {
    store?.close();
    await close();
  }
}
