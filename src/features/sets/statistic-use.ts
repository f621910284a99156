import * as v from "valibot";
import { choice, described, group, withDefault } from "../../options/schema.ts";
import { type Domain, DOMAIN_NAMES } from "../domains.ts";
import { isStatistic, STATISTIC_NAMES, type StatisticName } from "../statistics.ts";

/** A statistic in a feature set: over all frames of a clip, or over some of them. */
export type StatisticUse =
  | StatisticName
  | { readonly name: StatisticName; readonly over?: Domain | undefined };

const NAME = described(
  v.custom<StatisticName>(isStatistic),
  { text: "statistic" },
  `one of ${STATISTIC_NAMES}`,
);

const OVER = choice(DOMAIN_NAMES, { text: "frames that the statistic covers" });

/** The schema of a statistic. Its output is a plain name where it covers all frames. */
export const STATISTIC_USE: v.GenericSchema<StatisticUse> = described(
  v.pipe(
    v.union([NAME, group({ name: NAME, over: withDefault(OVER, "all") })]),
    v.transform((use) => (typeof use === "object" && use.over === "all" ? use.name : use)),
  ),
  { text: "statistic over time" },
  `a statistic (${STATISTIC_NAMES}), or { "name": statistic, "over": ${DOMAIN_NAMES.map((name) => `"${name}"`).join(" | ")} }`,
);

/** The name of a statistic. */
export function nameOf(use: StatisticUse): StatisticName {
  return typeof use === "string" ? use : use.name;
}

/** The frames that a statistic covers. */
export function domainOf(use: StatisticUse): Domain {
  return typeof use === "string" ? "all" : (use.over ?? "all");
}
