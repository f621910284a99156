import type { GroupComparison, ModelResult } from "../../evaluation/result.ts";
import { resultName } from "../../evaluation/result.ts";
import { drawnOver, percent, points, withInterval } from "../percent.ts";
import type { Table } from "./table.ts";

/** The words for what tells groups apart. */
export const GROUP_NAMES: Readonly<Record<string, string>> = {
  age: "age",
  corpus: "corpus",
  duration: "duration",
  intensity: "intensity",
  language: "language",
  sex: "sex",
  snr: "signal-to-noise ratio",
  speaker: "speaker",
  statement: "statement",
};

/** The scores of groups of clips, speakers apart, which are many. */
export function groupTable(result: ModelResult): Table {
  const comparisons = result.groups.filter(({ by }) => by !== "speaker");
  return {
    title: `Scores by group: ${resultName(result)}`,
    columns: ["group", "clips", "speakers", "UAR (95 %)", "accuracy"],
    wordColumns: 1,
    groups: comparisons.map((comparison) => ({
      title: gapText(comparison),
      rows: comparison.groups.map(({ value, clips, speakers, uar, accuracy, interval }) => [
        value,
        `${clips}`,
        `${speakers}`,
        withInterval(uar, interval.uar),
        percent(accuracy),
      ]),
    })),
    notes: [
      `Groups are compared by the mean recall of the emotions that all of them have. Intervals are over ${drawnOver([result])}. The gap between the best and the worst of many groups is large by chance alone.`,
    ],
  };
}

/** The gap of a comparison in words. */
export function gapText({ by, gap: { best, worst, uar, interval } }: GroupComparison): string {
  const [low, high] = interval;
  return `${GROUP_NAMES[by] ?? by}: ${best} ${points(uar)} over ${worst} (${points(low)} to ${points(high)})`;
}
