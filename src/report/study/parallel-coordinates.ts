import { axisX, line, ruleX, text } from "@observablehq/plot";
import type { Markup } from "../../markup/html.ts";
import { valueAt } from "../../tuning/space/scale.ts";
import type { CompleteDimension, CompleteSpace } from "../../tuning/space/space.ts";
import { chart } from "../charts/chart.ts";
import { labelOf, type PageTrial, placeOn, scored } from "./study-data.ts";

/** Places of labels on the axis of numbers. */
const PLACES = [0, 0.5, 1];
const SCORE = "UAR";

/** A line through the parameters of each complete trial to its score; better ones are stronger. */
export function parallelCoordinates(
  trials: readonly PageTrial[],
  space: CompleteSpace,
  names: readonly string[],
): Markup {
  const complete = scored(trials);
  const scores = complete.map(({ score }) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const shareOf = (score: number): number => (high > low ? (score - low) / (high - low) : 1);
  const axes = [...names, SCORE];
  const points = complete
    .toSorted((a, b) => a.score - b.score)
    .flatMap(({ fold, trial, score }) => [
      ...names.flatMap((name) => {
        const value = trial.params[name];
        return value === undefined
          ? []
          : [{ id: `${fold}/${trial.number}`, name, place: placeOn(space[name]!, value), score }];
      }),
      { id: `${fold}/${trial.number}`, name: SCORE, place: shareOf(score), score },
    ]);
  const labels = [
    ...names.flatMap((name) => labelsOf(space[name]!).map((label) => ({ name, ...label }))),
    { name: SCORE, place: 0, label: low.toFixed(1) },
    { name: SCORE, place: 1, label: high.toFixed(1) },
  ];
  return chart(`Parameters of ${complete.length} trials: ${axes.join(", ")}`, {
    width: Math.max(640, 125 * axes.length),
    height: 420,
    marginTop: 12,
    marginBottom: 84,
    marginLeft: 110,
    marginRight: 50,
    x: { domain: axes, type: "point" },
    y: { domain: [0, 1], axis: null },
    marks: [
      ruleX(axes, { stroke: "var(--line)" }),
      line(points, {
        x: "name",
        y: "place",
        z: "id",
        stroke: "var(--accent)",
        strokeWidth: ({ score }: (typeof points)[number]) => 0.7 + 1.8 * shareOf(score) ** 2,
        strokeOpacity: ({ score }: (typeof points)[number]) => 0.12 + 0.7 * shareOf(score) ** 2,
      }),
      text(labels, {
        x: "name",
        y: "place",
        text: "label",
        textAnchor: "start",
        dx: 5,
        fill: "var(--text)",
        stroke: "var(--page)",
        strokeWidth: 4,
      }),
      axisX({ label: null, tickSize: 0, tickRotate: -22 }),
    ],
  });
}

function labelsOf(dimension: CompleteDimension): { place: number; label: string }[] {
  if (dimension.type === "categorical") {
    return dimension.choices.map((choice) => ({
      place: placeOn(dimension, choice),
      label: labelOf(choice),
    }));
  }
  return PLACES.map((place) => ({ place, label: labelOf(valueAt(dimension, place)) }));
}
