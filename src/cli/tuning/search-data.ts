import { checkLabels } from "../../datasets/check-labels.ts";
import { labelledClips } from "../../datasets/labelled-clips.ts";
import type { Augmentation } from "../../augmentation/augmentation.ts";
import type { FeatureTable } from "../../datasets/feature-table.ts";
import type { Problem } from "../../corpora/problem.ts";
import type { LabelOptions } from "../../corpora/label-mapping.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import type { SearchData } from "../../model-selection/search-clips.ts";
import type { Jobs } from "../../node/workers/jobs.ts";
import type { ChannelChoice } from "../../audio/mix.ts";
import type { Pool } from "../../parallel/pool.ts";
import type { Protocol } from "../../splits/protocols.ts";
import { countRecordings, tableOfSources, warnLeftOut } from "../table-of-features.ts";
import { warn } from "../terminal/warning.ts";

/** Options of `searchData`. */
export interface SearchDataOptions {
  /** An undefined one is that of the tables among the sources, or the standard one. */
  readonly sets: readonly (FeatureSet | undefined)[];
  /** Those between which trials choose. */
  readonly augmentations: readonly Augmentation[];
  readonly channel?: ChannelChoice | undefined;
  readonly labels: LabelOptions;
  readonly clipSeconds?: number | undefined;
  readonly cache: boolean;
  readonly split: {
    readonly protocol?: Protocol | undefined;
    readonly folds?: number | undefined;
    readonly seed: number;
  };
  readonly pool: Pool<Jobs>;
  readonly signal: AbortSignal;
}

/** The data of a search, and what of it failed. */
export interface LoadedData {
  readonly data: SearchData;
  readonly failed: readonly Problem[];
  readonly recordings: number;
}

/** Extracts the features of sources by each set, with progress and warnings on standard error. */
export async function searchData(
  sources: readonly string[],
  {
    sets,
    split,
    clipSeconds,
    augmentations,
    channel,
    labels,
    cache,
    pool,
    signal,
  }: SearchDataOptions,
): Promise<LoadedData> {
  const data = [];
  let failed: readonly Problem[] = [];
  let recordings = 0;
  for (const set of sets) {
    const extract = (augmentation?: Augmentation): Promise<FeatureTable> =>
      tableOfSources(sources, {
        set,
        augmentation,
        channel,
        labels,
        cache,
        pool,
        signal,
        onRecordings: (own) => checkLabels(own, split),
      });
    const [first, ...others] = augmentations;
    const table = await extract(first);
    const labelled = labelledClips(table, { clipSeconds });
    const otherCopies = [];
    for (const augmentation of others) {
      otherCopies.push(labelledClips(await extract(augmentation), { clipSeconds }).augmented!);
    }
    if (data.length === 0) {
      warnLeftOut(labelled.leftOut);
      for (const warning of labelled.warnings) warn(warning);
    }
    data.push({ ...labelled, otherCopies });
    failed = table.failed;
    recordings = countRecordings(table.rows);
  }
  return { data, failed, recordings };
}
