import { AffektError } from "../../errors.ts";
import type { Matrix } from "../../math/linear-algebra/matrix.ts";
import { quantile } from "../../metrics/bootstrap.ts";
import {
  normalScores,
  normalScoring,
  QUANTILE_SHARES,
} from "../../network/layers/normalization/normal-scores.ts";
import type { Network } from "../../network/network.ts";
import { formatShape } from "../../network/shape.ts";
import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import { choice, withDefault } from "../../options/schema.ts";
import type { StartInput, Started } from "./model-kind.ts";

type Normalization = "standard" | "quantile";

/** The setting of kinds that normalise vectors in more than one way. */
export function inputNormalization(by: Normalization) {
  return {
    normalization: withDefault(
      choice<Normalization>(["standard", "quantile"], {
        text: "scale of the inputs: standard, or the normal score of each column's value by its quantiles in training, which spreads out skewed columns and takes vectors only",
      }),
      by,
    ),
  };
}

interface Settings {
  readonly normalization: Normalization;
}

/**
 * The inputs of a network, normalised as its settings say.
 * @throws {AffektError} `mismatch` for quantiles of sequences.
 */
export function normalized({ normalization }: Settings, start: SymbolicTensor): SymbolicTensor {
  if (normalization !== "quantile") return start;
  if (start.shape.length === 1) return normalScoring()(start);
  throw new AffektError(
    "mismatch",
    `normalization: quantile takes one vector a recording, got sequences of ${formatShape(start.shape)} values; take a feature set such as classic or classic-180, or standard`,
  );
}

/** The starting values of a network with such inputs: those drawn, and the quantiles of the training rows. */
export async function startFromQuantiles(
  { normalization }: Settings,
  { network, drawn, X }: Pick<StartInput, "network" | "drawn" | "X">,
): Promise<Float32Array> {
  if (normalization !== "quantile") return drawn;
  const start = Float32Array.from(drawn);
  const { columns, rows, data } = X;
  const quantiles = quantilesIn(network, start);
  const values = new Float32Array(rows);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) values[row] = data[row * columns + column]!;
    values.sort();
    for (const [k, share] of QUANTILE_SHARES.entries()) {
      quantiles[k * columns + column] = quantile(values, share);
    }
  }
  return start;
}

/** Training rows as the network sees them behind its normalisation. */
export function normalizedRows(
  { normalization }: Settings,
  X: Matrix,
  { network, parameters }: Started,
): Matrix {
  if (normalization !== "quantile") return X;
  const quantiles = quantilesIn(network, parameters);
  return { ...X, data: normalScores(X.data, quantiles, X.columns) };
}

function quantilesIn(network: Network, parameters: Float32Array): Float32Array {
  const { offset, size } = network.parameters.find(({ name }) => name.endsWith("/quantiles"))!;
  return parameters.subarray(offset, offset + size);
}
