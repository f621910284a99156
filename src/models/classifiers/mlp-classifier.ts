import type * as v from "valibot";
import { AffektError } from "../../errors.ts";
import { type Matrix, type Rows, toMatrix } from "../../math/linear-algebra/matrix.ts";
import { complete } from "../../options/check.ts";
import { flag, group, list, number, optional, text, withDefault } from "../../options/schema.ts";
import type { Epoch, TrainingState } from "../../training/fit-options.ts";
import { buildNetwork } from "../build-network.ts";
import { MLP_SETTINGS } from "../kinds/mlp.ts";
import type { CompleteSettingsOf, SettingsOf } from "../kinds/model-kinds.ts";
import { checkLabelled, type LabelledRows, selectLabelled } from "../labelled-rows.ts";
import { distinctLabels } from "../labels.ts";
import { modelSpec } from "../model-spec.ts";
import { checkSampleWeight } from "../training/row-weights.ts";
import {
  Classifier,
  CLASSIFIER_OPTIONS,
  type ClassifierFitOptions,
  type ClassifierOptions,
  FIT_OPTIONS,
  type LearnInput,
} from "./classifier.ts";
import { holdOut } from "./hold-out.ts";

const OWN = {
  warmStart: withDefault(
    flag({ text: "fit continues from the parameters of the previous fit" }),
    false,
  ),
  earlyStopping: withDefault(
    flag({
      text: "hold rows out, end when their accuracy no longer improves, and keep the best epoch; not for lbfgs",
    }),
    false,
  ),
  validationFraction: withDefault(
    number({ min: 0, below: 1, text: "share of the rows held out, stratified" }),
    0.1,
  ),
  verbose: withDefault(flag({ text: "write each epoch's loss to the console" }), false),
};

const OPTIONS = group({ ...MLP_SETTINGS, ...OWN, ...CLASSIFIER_OPTIONS });
const FIT = group(FIT_OPTIONS);
const PARTIAL_FIT = group({
  sampleWeight: FIT_OPTIONS.sampleWeight,
  classes: optional(list(text({ text: "class" }), { text: "all classes that there will be" })),
});

/** Options of `MlpClassifier`: the parameters of scikit-learn's MLPClassifier with its defaults, and further settings. */
export interface MlpOptions
  extends
    SettingsOf<"mlp">,
    Omit<ClassifierOptions, "model">,
    v.InferInput<v.StrictObjectSchema<typeof OWN, undefined>> {}

/** Options of `MlpClassifier.partialFit`. */
export interface PartialFitOptions extends Pick<ClassifierFitOptions, "sampleWeight"> {
  /** All classes; needed in the first call. */
  readonly classes?: readonly string[] | undefined;
}

/**
 * A multi-layer perceptron with the parameters, defaults, start values and stopping rules of scikit-learn's MLPClassifier.
 * Its random numbers differ. It computes in float32, and with `lbfgs` in float64.
 */
export class MlpClassifier extends Classifier {
  readonly #settings: CompleteSettingsOf<"mlp">;
  readonly #own: v.InferOutput<v.StrictObjectSchema<typeof OWN, undefined>> & {
    readonly seed: number;
  };
  #epochs: readonly Epoch[] = [];
  #rowsSeen = 0;

  /** @throws {AffektError} `invalid-argument` for options that are unknown or out of range. */
  constructor(options: MlpOptions = {}) {
    const { warmStart, earlyStopping, validationFraction, verbose, ...others } = complete(
      OPTIONS,
      options,
      "MlpClassifier",
    );
    const { seed, runtime, ...settings } = others;
    super({ model: modelSpec("mlp", settings), seed, runtime }, "MlpClassifier");
    this.#settings = settings;
    this.#own = { seed, warmStart, earlyStopping, validationFraction, verbose };
  }

  /**
   * Fits the classifier to rows and their labels, from the start unless `warmStart` is set.
   * @throws {AffektError} as `Classifier.fit`; `invalid-argument` where a warm start meets other classes, `mismatch` where other features.
   */
  override async fit(
    rows: Rows,
    y: readonly string[],
    options: ClassifierFitOptions = {},
  ): Promise<this> {
    const { validation, ...given } = complete(FIT, options, "MlpClassifier.fit");
    const { warmStart, earlyStopping } = this.#own;
    const all = { ...given, X: toMatrix(rows), y };
    checkLabelled("training", all);
    const holdsOut = earlyStopping && this.#settings.solver !== "lbfgs" && validation === undefined;
    const labels = distinctLabels(y);
    const resume = warmStart && this.hasLearned ? this.#warmState(all.X, labels) : undefined;
    await this.#train({
      ...(holdsOut ? this.#withoutHeldOut(all) : { ...all, validation }),
      resume,
      labels,
    });
    return this;
  }

  /**
   * Makes one pass over rows, starting from the current parameters and optimizer state.
   * @throws {AffektError} `invalid-argument` for the solver `lbfgs`, with `earlyStopping`, or without `classes` in the first call; `bad-data`,
   * `mismatch`, `diverged`.
   */
  async partialFit(
    rows: Rows,
    y: readonly string[],
    options: PartialFitOptions = {},
  ): Promise<this> {
    const { classes, sampleWeight } = complete(PARTIAL_FIT, options, "MlpClassifier.partialFit");
    const X = toMatrix(rows);
    const labels = this.#partialLabels(classes);
    if (this.hasLearned) this.checkColumns(X);
    const state = this.hasLearned ? this.learned.state : undefined;
    const settings = { ...this.#settings, maxIter: (state?.epoch ?? 0) + 1 };
    const resume = state && { ...state, finished: false, history: [] };
    await this.#train({ X, y, labels, sampleWeight, resume, again: true }, settings);
    return this;
  }

  /** The loss after the last epoch. */
  get loss(): number | undefined {
    return this.lossCurve.at(-1);
  }

  /** The loss of each epoch, over all calls since the beginning. */
  get lossCurve(): readonly number[] {
    return this.#epochs.map(({ loss }) => loss);
  }

  /** The lowest loss of an epoch; null with early stopping. */
  get bestLoss(): number | null {
    return this.validationScores === null ? Math.min(...this.lossCurve) : null;
  }

  /** The accuracy on the rows held out after each epoch; null if there are none. */
  get validationScores(): readonly number[] | null {
    const scores = this.#epochs.flatMap(({ validationScore }) => validationScore ?? []);
    return scores.length > 0 ? scores : null;
  }

  /** The highest of them. */
  get bestValidationScore(): number | null {
    return this.validationScores && Math.max(...this.validationScores);
  }

  /** Epochs of the last call that learned. */
  get nIter(): number {
    return this.history.length;
  }

  /** Rows gone through since the beginning, batch by batch. */
  get t(): number {
    return this.#rowsSeen;
  }

  /** The number of layers, those of the input and the output included. */
  get nLayers(): number {
    return this.#settings.hiddenLayerSizes.length + 2;
  }

  /** The number of units of the output; two classes share one. */
  get nOutputs(): number {
    return this.classes.length === 2 ? 1 : this.classes.length;
  }

  /** The activation of the output. */
  get outActivation(): "logistic" | "softmax" {
    return this.nOutputs === 1 ? "logistic" : "softmax";
  }

  /** The weights between each layer [inputs, units] and the next. */
  get coefs(): readonly Matrix[] {
    return this.#parameters("kernel").map(({ data, shape: [rows = 0, columns = 0] }) => ({
      data,
      rows,
      columns,
    }));
  }

  /** The biases of each layer but the input. */
  get intercepts(): readonly Float32Array[] {
    return this.#parameters("bias").map(({ data }) => data);
  }

  #parameters(kind: string) {
    const { spec, inputShape, labels, parameters } = this.learned;
    return buildNetwork(spec, { inputShape, classes: labels.length })
      .parameters.filter((parameter) => parameter.kind === kind)
      .map(({ shape, offset, size }) => ({
        shape,
        data: parameters.slice(offset, offset + size),
      }));
  }

  async #train(input: LearnInput, settings = this.#settings): Promise<void> {
    const { X, resume, onEpoch } = input;
    this.model = modelSpec("mlp", settings);
    await this.learn({
      ...input,
      scoring: "accuracy",
      onEpoch: (epoch) => {
        if (this.#own.verbose) console.log(describeEpoch(epoch));
        return onEpoch?.(epoch);
      },
    });
    const earlier = resume === undefined ? [] : this.#epochs;
    this.#epochs = [...earlier, ...this.history];
    const rows = this.#settings.solver === "lbfgs" ? 0 : this.nIter * X.rows;
    this.#rowsSeen = rows + (resume === undefined ? 0 : this.#rowsSeen);
  }

  #withoutHeldOut({ X, y, sampleWeight, ...rest }: LabelledRows & ClassifierFitOptions) {
    checkSampleWeight(sampleWeight, y.length);
    const sides = holdOut(y, this.#own.validationFraction, this.#own.seed);
    return {
      ...rest,
      ...selectLabelled({ X, y }, sides.rest),
      ...(sampleWeight && { sampleWeight: sides.rest.map((row) => sampleWeight[row]!) }),
      validation: selectLabelled({ X, y }, sides.held),
    };
  }

  /** The state for a warm start: the parameters, the best loss and the number of epochs without improvement, but not the optimiser. */
  #warmState(X: Matrix, labels: readonly string[]): TrainingState | undefined {
    this.checkColumns(X);
    if (labels.join() !== this.classes.join()) {
      throw new AffektError(
        "invalid-argument",
        `MlpClassifier: a warm start needs the classes of the fit before (${this.classes.join(", ")}), got ${labels.join(", ")}`,
      );
    }
    const { state, parameters } = this.learned;
    const solver = { numbers: {}, vectors: { parameters } };
    return state && { ...state, epoch: 0, finished: false, solver, history: [] };
  }

  #partialLabels(classes: readonly string[] | undefined): readonly string[] {
    const known = this.hasLearned ? this.classes : undefined;
    const given = classes && distinctLabels(classes);
    if (this.#settings.solver === "lbfgs") {
      throw refusal("is only for the solvers adam and sgd, got lbfgs");
    }
    if (this.#own.earlyStopping) throw refusal("cannot stop early: leave earlyStopping out");
    if (known !== undefined && given !== undefined && given.join() !== known.join()) {
      throw refusal(
        `was called with the classes ${known.join(", ")} before, got ${given.join(", ")}`,
      );
    }
    const labels = known ?? given;
    if (labels === undefined) {
      throw refusal("needs classes, all that there will be, in the first call");
    }
    return labels;
  }
}

function refusal(reason: string): AffektError {
  return new AffektError("invalid-argument", `partialFit ${reason}`);
}

/** An epoch as scikit-learn writes it. */
function describeEpoch({ epoch, loss, validationScore }: Epoch): string {
  const line = `Iteration ${epoch}, loss = ${loss.toFixed(8)}`;
  return validationScore === undefined
    ? line
    : `${line}\nValidation score: ${validationScore.toFixed(6)}`;
}
