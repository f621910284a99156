import type { LabelledClips } from "../../datasets/labelled-clips.ts";
import { rowShape, selectRows } from "../../math/linear-algebra/matrix.ts";
import { median } from "../../math/statistics/median.ts";
import { buildNetwork } from "../../models/build-network.ts";
import { fitScaler } from "../../models/inference/standard-scaler.ts";
import { Predictor } from "../../models/inference/predictor.ts";
import { isScaled, type ModelSpec } from "../../models/model-spec.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";

/** What a model takes. */
export interface ModelCosts {
  readonly parameters: number;
  /** Of the parameters. */
  readonly bytes: number;
  /** For the features of one clip, without their extraction: the median of some predictions on this machine. */
  readonly predictionSeconds: number;
}

const PREDICTIONS = 25;

/** Measures what a model takes, with parameters as they are before a training. */
export async function modelCosts(
  spec: ModelSpec,
  { X, labels }: LabelledClips,
  runtime: Runtime,
): Promise<ModelCosts> {
  const inputShape = rowShape(X);
  const network = buildNetwork(spec, { inputShape, classes: labels.length });
  const parameters = network.initialize(0);
  const predictor = await Predictor.create(
    {
      spec,
      inputShape,
      labels,
      parameters,
      ...(isScaled(spec) && { scaler: fitScaler(X) }),
    },
    { runtime, owner: "explore" },
  );
  try {
    const clip = selectRows(X, [0]);
    const seconds: number[] = [];
    for (let i = 0; i < PREDICTIONS; i++) {
      const start = performance.now();
      await predictor.predictProba(clip);
      seconds.push((performance.now() - start) / 1000);
    }
    return {
      parameters: network.size,
      bytes: 4 * network.size,
      predictionSeconds: median(seconds),
    };
  } finally {
    await predictor.release();
  }
}
