import { axisX, axisY, gridY, line } from "@observablehq/plot";
import { html, type Markup } from "../../markup/html.ts";
import type { ModelResult } from "../../evaluation/result.ts";
import { chart } from "./chart.ts";

/** Points that a curve is thinned to, at most about twice. */
const POINTS = 150;

interface Point {
  readonly epoch: number;
  readonly value: number;
  readonly fold: string;
}

/** Training loss by epoch, and the validation score if there is one: each fold thin, their mean strong. */
export function learningChart({ folds }: ModelResult): Markup {
  const names = folds.map(({ name }) => name);
  const losses = folds.map(({ history }) => history.loss);
  const scores = folds.map(({ history }) => history.validationScore ?? []);
  const validated = scores.some(({ length }) => length > 0);
  return html`${curves("training loss", names, losses)}
  ${validated ? [curves("validation score", names, scores)] : []}`;
}

function curves(
  measure: string,
  names: readonly string[],
  courses: readonly (readonly number[])[],
): Markup {
  const points = courses.flatMap((course, f) => pointsOf(course, names[f]!));
  const mean = pointsOf(meanCourse(courses), "mean");
  const epochs = courses.map(({ length }) => length);
  const last = mean.at(-1);
  return chart(
    `${measure} of ${courses.length} folds over ${Math.min(...epochs)} to ${Math.max(...epochs)} epochs${
      last ? `; the mean ends at ${last.value.toPrecision(3)}` : ""
    }`,
    {
      height: 240,
      marginLeft: 44,
      marginRight: 12,
      marginTop: 26,
      marginBottom: 38,
      x: { domain: [1, Math.max(2, ...epochs)] },
      y: { zero: true, nice: true },
      marks: [
        gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
        axisX({ label: "epoch", labelAnchor: "center", tickSize: 0, ticks: 6 }),
        axisY({ label: measure, labelArrow: "none", tickSize: 0, ticks: 5 }),
        line(points, {
          x: "epoch",
          y: "value",
          z: "fold",
          stroke: "var(--accent)",
          strokeOpacity: 0.35,
          strokeWidth: 1,
        }),
        line(mean, { x: "epoch", y: "value", stroke: "var(--accent)", strokeWidth: 2.5 }),
      ],
    },
  );
}

function pointsOf(course: readonly number[], fold: string): Point[] {
  const step = Math.max(1, Math.floor(course.length / POINTS));
  return course
    .map((value, e) => ({ epoch: e + 1, value, fold }))
    .filter(
      ({ value }, e) => Number.isFinite(value) && (e % step === 0 || e === course.length - 1),
    );
}

/** The mean over courses, as long as all of them run. */
function meanCourse(courses: readonly (readonly number[])[]): number[] {
  const length = Math.min(...courses.map((course) => course.length));
  return Array.from(
    { length },
    (_, e) => courses.reduce((sum, course) => sum + course[e]!, 0) / courses.length,
  );
}
