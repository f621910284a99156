import type * as v from "valibot";
import { assertArgument } from "../errors.ts";
import { checkClipping } from "../network/graphs/gradient-clipping.ts";
import { LOSSES } from "../network/graphs/losses.ts";
import { OPTIMIZERS } from "../network/graphs/optimizers.ts";
import { complete } from "../options/check.ts";
import { flag, group, number, variants, withDefault } from "../options/schema.ts";
import { LDA } from "./solvers/lda.ts";
import { LBFGS } from "./solvers/lbfgs.ts";
import { RIDGE } from "./solvers/ridge.ts";
import { TRAINING_SETTINGS } from "./training-settings.ts";

const { classWeight: _, optimizer: __, schedule, loss: ___, ...OTHERS } = TRAINING_SETTINGS;

/** Everything that minimises a loss: optimisers of steps, `lbfgs` on all rows at once, and linear models that are solved. */
const OPTIMIZER = variants("name", {
  ...OPTIMIZERS,
  lbfgs: group(LBFGS),
  ridge: group(RIDGE),
  lda: group(LDA),
});

const FIT = group({
  ...OTHERS,
  loss: withDefault(variants("name", LOSSES), { name: "categoricalCrossentropy" }),
  optimizer: withDefault(OPTIMIZER, { name: "adam" }),
  schedule: withDefault(schedule, { name: "constant" }),
  alpha: withDefault(
    number({
      min: 0,
      text: "scikit-learn's L2 penalty: factor of Σw² / 2 over all kernels, divided by the weight of the batch",
    }),
    0,
  ),
  dividesByWeights: withDefault(
    flag({
      text: "divide losses by the sum of a batch's weights, as scikit-learn does, not by its number of rows, as Keras does",
    }),
    false,
  ),
});

/** Settings of `fit`: how a network is trained. */
export type FitSettings = Readonly<v.InferInput<typeof FIT>>;

/** Complete settings of `fit`. */
export type CompleteFitSettings = Readonly<v.InferOutput<typeof FIT>>;

/** The complete settings of one of the optimisers of `fit`. */
export type OptimizerOf<Name extends CompleteFitSettings["optimizer"]["name"]> = Extract<
  CompleteFitSettings["optimizer"],
  { name: Name }
>;

/**
 * Checks settings and fills in the defaults.
 * @throws {AffektError} `invalid-argument` for a setting that is unknown, out of its range or excluded by another one.
 */
export function completeFitSettings(given: FitSettings): CompleteFitSettings {
  const settings = complete(FIT, given, "training");
  checkClipping(settings);
  const { schedule, epochs } = settings;
  assertArgument(
    schedule.name !== "cosine" || schedule.warmupEpochs < epochs,
    `training: schedule.warmupEpochs must be below the number of epochs (${epochs}), got ${schedule.name === "cosine" ? schedule.warmupEpochs : ""}`,
  );
  return settings;
}
