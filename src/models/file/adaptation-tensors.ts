import type { HeldTensor } from "../../network/graphs/inference-graph.ts";
import type { Shape } from "../../network/shape.ts";
import type { SpeakerAdaptation } from "../adaptation/speaker-adaptation.ts";

/** The sizes of a model that its adaptation follows. */
export interface AdaptedSizes {
  readonly columns: number;
  readonly classes: number;
}

const PREFIX = "adaptation/";

/** The name of the tensor that a file has where its model can be adapted to speakers. */
export const ADAPTATION = `${PREFIX}mean`;

/** An adaptation as the tensors of a model's file. */
export function adaptationTensors(
  { centred, mean, classMeans, within, priors }: SpeakerAdaptation,
  sizes: AdaptedSizes,
): HeldTensor[] {
  const values = {
    mean,
    classMeans,
    within,
    priors,
    "centred/mean": centred.scaler.mean,
    "centred/scale": centred.scaler.scale,
    "centred/parameters": centred.parameters,
  };
  return Object.entries(shapesOf(sizes)).map(([name, shape]) => ({
    name: PREFIX + name,
    shape,
    values: values[name as keyof typeof values],
  }));
}

/** The adaptation in a file; `read` gives the finite values of a tensor by its name and shape. */
export function readAdaptation(
  sizes: AdaptedSizes,
  read: (name: string, shape: Shape) => Float32Array,
): SpeakerAdaptation {
  const shapes = shapesOf(sizes);
  const own = (name: keyof typeof shapes): Float32Array => read(PREFIX + name, shapes[name]);
  return {
    centred: {
      scaler: { mean: own("centred/mean"), scale: own("centred/scale") },
      parameters: own("centred/parameters"),
    },
    mean: own("mean"),
    classMeans: own("classMeans"),
    within: own("within"),
    priors: own("priors"),
  };
}

function shapesOf({ columns, classes }: AdaptedSizes) {
  return {
    mean: [columns],
    classMeans: [classes, columns],
    within: [columns],
    priors: [classes],
    "centred/mean": [columns],
    "centred/scale": [columns],
    "centred/parameters": [(columns + 1) * classes],
  } as const satisfies Readonly<Record<string, Shape>>;
}
