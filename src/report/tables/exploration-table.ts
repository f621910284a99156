import type { ExploredCurve, ExploredModel } from "../../model-selection/exploration/explore.ts";
import { percent, points, pValue, withInterval } from "../percent.ts";
import type { Table } from "./table.ts";

/** Models under one protocol, those on the voice encoder in a group of their own. */
export function explorationTable(models: readonly ExploredModel[]): Table {
  const classic = [...new Set(models.flatMap(({ against }) => against.map(({ model }) => model)))];
  const row = (model: ExploredModel): string[] => [
    model.model,
    model.set,
    withInterval(model.uar, model.interval),
    String(model.parameters),
    `${(model.bytes / 1000).toFixed(0)} kB`,
    `${model.trainingSeconds.toFixed(1)} s`,
    `${(1000 * model.predictionSeconds).toFixed(2)} ms`,
    ...classic.map((name) => {
      const own = model.against.find((one) => one.model === name);
      return own === undefined ? "" : `${points(own.difference)}, p ${pValue(own.p)}`;
    }),
  ];
  const groups = [
    { title: "Features without learning", rows: models.filter(({ encoder }) => !encoder).map(row) },
    {
      title: "Voice encoder, learned from other recordings",
      rows: models.filter(({ encoder }) => encoder).map(row),
    },
  ];
  return {
    title: "Models",
    columns: [
      "model",
      "features",
      "UAR (95 %)",
      "parameters",
      "size",
      "training",
      "prediction",
      ...classic.map((name) => `less ${name}`),
    ],
    wordColumns: 2,
    groups: groups.filter(({ rows }) => rows.length > 0),
    notes: [
      "UAR in per cent, interval over speakers. Training is the mean of a fold, prediction that of a clip's features on this machine.",
      "Differences in points on the same clips; p by a permutation test over speakers, corrected for the number of comparisons by Holm's method.",
    ],
  };
}

/** Scores by the number of training speakers, and by that of training clips: a row a model. */
export function curvesTables(curves: readonly ExploredCurve[]): Table[] {
  return curves.length === 0 ? [] : [curvesTable(curves, "speakers"), curvesTable(curves, "clips")];
}

function curvesTable(curves: readonly ExploredCurve[], by: "speakers" | "clips"): Table {
  const counts = [...new Set(curves.flatMap((curve) => curve[by].map((point) => point[by])))];
  return {
    title: `Training ${by}`,
    columns: ["model", "features", ...counts.map((count) => `${count} ${by}`)],
    wordColumns: 2,
    groups: [
      {
        rows: curves.map((curve) => [
          curve.model,
          curve.set,
          ...counts.map((count) => {
            const point = curve[by].find((one) => one[by] === count);
            return point === undefined ? "" : percent(point.uar);
          }),
        ]),
      },
    ],
    notes: [
      `UAR in per cent by the number of training ${by} of each fold, tested on the same clips.`,
    ],
  };
}
