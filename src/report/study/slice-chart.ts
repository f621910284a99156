import { axisX, axisY, dot, gridY } from "@observablehq/plot";
import type { Markup } from "../../markup/html.ts";
import type { CompleteDimension } from "../../tuning/space/space.ts";
import { chart } from "../charts/chart.ts";
import { colourOf } from "../charts/palette.ts";
import { labelOf, type PageTrial, scored } from "./study-data.ts";

/** More choices than these are written at a slant. */
const MOST_LEVEL = 4;

/** The scores of trials by the value of one parameter. */
export function sliceChart(
  trials: readonly PageTrial[],
  name: string,
  dimension: CompleteDimension,
): Markup {
  const folds = [...new Set(trials.map(({ fold }) => fold))];
  const isCategory = dimension.type === "categorical";
  const points = scored(trials).flatMap(({ fold, trial, score }) => {
    const value = trial.params[name];
    return value === undefined
      ? []
      : [{ fold, score, value: isCategory ? labelOf(value) : (value as number) }];
  });
  const isCrowded = isCategory && dimension.choices.length > MOST_LEVEL;
  const x = isCategory
    ? { type: "point" as const, domain: dimension.choices.map(labelOf), padding: 0.6 }
    : {
        type: dimension.log ? ("log" as const) : ("linear" as const),
        domain: [dimension.low, dimension.high],
      };
  return chart(`Inner UAR of ${points.length} trials by ${name}`, {
    height: isCrowded ? 260 : 220,
    marginLeft: 44,
    marginTop: 28,
    marginBottom: isCrowded ? 78 : 38,
    x,
    y: { nice: true },
    color: { type: "identity" },
    marks: [
      gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 4 }),
      axisX({
        label: name,
        labelAnchor: "center",
        tickSize: 0,
        ...(!isCategory && { ticks: 4, tickFormat: labelOf }),
        ...(isCrowded && { tickRotate: -30, labelOffset: 72 }),
      }),
      axisY({ label: "inner UAR, per cent", labelArrow: "none", tickSize: 0, ticks: 4 }),
      dot(points, {
        x: "value",
        y: "score",
        r: 3,
        fillOpacity: 0.7,
        fill: ({ fold }: (typeof points)[number]) => colourOf(folds.indexOf(fold)),
      }),
    ],
  });
}
