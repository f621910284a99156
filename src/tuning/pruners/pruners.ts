import type * as v from "valibot";
import { complete } from "../../options/check.ts";
import { group, variants } from "../../options/schema.ts";
import { ASHA, ashaPruner } from "./asha-pruner.ts";
import { MEDIAN, medianPruner } from "./median-pruner.ts";
import type { Pruner } from "./pruner.ts";
import { WILCOXON, wilcoxonPruner } from "./wilcoxon-pruner.ts";

const PRUNER = variants("name", {
  none: group({}),
  median: MEDIAN,
  asha: ASHA,
  wilcoxon: WILCOXON,
});

/** The names of pruners. */
export const PRUNER_NAMES = ["none", "median", "asha", "wilcoxon"] as const;

/** A pruner as plain data. Settings with defaults may be left out. */
export type PrunerSettings = Readonly<v.InferInput<typeof PRUNER>>;

/** The pruner of some settings. @throws {AffektError} `invalid-argument` */
export function prunerOf(given: PrunerSettings): Pruner {
  const settings = complete(PRUNER, given, "pruner");
  switch (settings.name) {
    case "none":
      return { judge: () => "continue" };
    case "median":
      return medianPruner(settings);
    case "asha":
      return ashaPruner(settings);
    case "wilcoxon":
      return wilcoxonPruner(settings);
  }
}
