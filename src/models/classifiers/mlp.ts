import { AffektError } from "../../errors.ts";
import { type Matrix, type Rows, toMatrix } from "../../math/matrix.ts";
import type { RuntimeSource } from "../../network/runtime/runtime.ts";
import { sizeOf } from "../../network/shape.ts";
import type { Epoch, TrainingState } from "../../training/fit-options.ts";
import { checkRanges, SHARE } from "../../options/setting-ranges.ts";
import { holdOut } from "./hold-out.ts";
import { checkLabelled, type LabelledRows, selectLabelled } from "../labelled-rows.ts";
import { distinctLabels } from "../labels.ts";
import { checkMlpSettings, MLP_DEFAULTS, type MlpSettings } from "../kinds/mlp-settings.ts";
import {
  type ClassifierFitOptions,
  type LearnInput,
  NetworkClassifier,
} from "./network-classifier.ts";
import type { SingleModel } from "../kinds/model-kinds.ts";
import { buildNetwork } from "../network-settings.ts";
import { checkSampleWeight } from "../row-weights.ts";

/** Options of `MlpClassifier`: scikit-learn's parameters and defaults, what can be added to them, and what runs it. */
export interface MlpOptions extends Partial<MlpSettings> {
  readonly runtime: RuntimeSource;
  /** Default 0. */
  readonly randomState?: number;
  /** `fit` goes on from what was learned before; default false. */
  readonly warmStart?: boolean;
  /** Holds a share of the rows out, to stop when their accuracy no longer improves and to keep the best epoch; not for `lbfgs`; default false. */
  readonly earlyStopping?: boolean;
  /** The share, stratified; default 0.1. */
  readonly validationFraction?: number;
  /** Writes each epoch's loss to the console; default false. */
  readonly verbose?: boolean;
}

/** Options of `MlpClassifier.partialFit`. */
export interface PartialFitOptions extends Pick<ClassifierFitOptions, "sampleWeight"> {
  /** All classes that there will be; needed in the first call. */
  readonly classes?: readonly string[];
}

/**
 * A multi-layer perceptron with the parameters, defaults, start values and stopping rules of scikit-learn's MLPClassifier.
 * Its random numbers are others, and it computes in float32 (with `lbfgs` in float64).
 */
export class MlpClassifier extends NetworkClassifier {
  readonly #settings: MlpSettings;
  readonly #own: Required<Omit<MlpOptions, keyof MlpSettings | "runtime">>;
  #epochs: readonly Epoch[] = [];
  #rowsSeen = 0;

  constructor(options: MlpOptions) {
    const {
      runtime,
      randomState = 0,
      warmStart = false,
      earlyStopping = false,
      validationFraction = 0.1,
      verbose = false,
      ...settings
    } = options;
    super("MlpClassifier", runtime);
    this.#settings = { ...MLP_DEFAULTS, ...settings };
    this.#own = { randomState, warmStart, earlyStopping, validationFraction, verbose };
    checkMlpSettings(this.#settings);
    checkRanges("mlp", this.#own, { validationFraction: SHARE });
  }

  /**
   * Learns from rows and their labels, from the beginning unless `warmStart`.
   * Errors: `bad-data`, `diverged`; `invalid-argument` where a warm start meets other classes, `mismatch` where other features.
   */
  async fit(rows: Rows, y: readonly string[], options: ClassifierFitOptions = {}): Promise<this> {
    const { validation, ...rest } = options;
    const { warmStart, earlyStopping } = this.#own;
    const all = { ...rest, X: toMatrix(rows), y };
    checkLabelled("training", all);
    const holdsOut = earlyStopping && this.#settings.solver !== "lbfgs" && validation === undefined;
    const labels = distinctLabels(y);
    const resume = warmStart && this.hasLearned ? this.#warmState(all.X, labels) : undefined;
    await this.#train({
      ...(holdsOut ? this.#withoutHeldOut(all) : all),
      ...(validation && { validation: { ...validation, X: toMatrix(validation.X) } }),
      resume,
      labels,
    });
    return this;
  }

  /**
   * Goes once through rows, on from what was learned before, with the optimiser as it was.
   * Errors: `invalid-argument` for the solver `lbfgs`, with `earlyStopping`, or without `classes` in the first call; `bad-data`, `mismatch`, `diverged`.
   */
  async partialFit(
    rows: Rows,
    y: readonly string[],
    { classes, sampleWeight }: PartialFitOptions = {},
  ): Promise<this> {
    const X = toMatrix(rows);
    const labels = this.#partialLabels(classes);
    if (this.hasLearned) this.checkColumns(X);
    const state = this.hasLearned ? this.learned.state : undefined;
    const model = this.#model({ maxIter: (state?.epoch ?? 0) + 1 });
    const resume = state && { ...state, finished: false, history: [] };
    await this.#train({ X, y, labels, sampleWeight, model, resume, again: true });
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

  /** The accuracy on the rows held out after each epoch; null where there are none. */
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

  get nFeaturesIn(): number {
    return sizeOf(this.learned.inputShape);
  }

  /** Layers of units, those of the input and the output among them. */
  get nLayers(): number {
    return this.#settings.hiddenLayerSizes.length + 2;
  }

  /** Units of the output: two classes share one. */
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
    const { model, inputShape, labels, parameters } = this.learned;
    return buildNetwork(model, inputShape, labels.length)
      .parameters.filter((parameter) => parameter.kind === kind)
      .map(({ shape, offset, size }) => ({
        shape,
        data: parameters.slice(offset, offset + size),
      }));
  }

  async #train(input: Omit<LearnInput, "model" | "seed"> & Partial<LearnInput>): Promise<void> {
    const { X, resume, onEpoch } = input;
    await this.learn({
      model: this.#model(),
      ...input,
      scoring: "accuracy",
      seed: this.#own.randomState,
      onEpoch: (epoch) => {
        if (this.#own.verbose) console.log(inWords(epoch));
        return onEpoch?.(epoch);
      },
    });
    const earlier = resume === undefined ? [] : this.#epochs;
    this.#epochs = [...earlier, ...this.history];
    const rows = this.#settings.solver === "lbfgs" ? 0 : this.nIter * X.rows;
    this.#rowsSeen = rows + (resume === undefined ? 0 : this.#rowsSeen);
  }

  #model(changes: Partial<MlpSettings> = {}): SingleModel {
    return { kind: "mlp", settings: { ...this.#settings, ...changes } };
  }

  #withoutHeldOut({ X, y, sampleWeight, ...rest }: LabelledRows & ClassifierFitOptions) {
    checkSampleWeight(sampleWeight, y.length);
    const sides = holdOut(y, this.#own.validationFraction, this.#own.randomState);
    return {
      ...rest,
      ...selectLabelled({ X, y }, sides.rest),
      ...(sampleWeight && { sampleWeight: sides.rest.map((row) => sampleWeight[row]!) }),
      validation: selectLabelled({ X, y }, sides.held),
    };
  }

  /** What a warm start goes on from: the parameters, the best loss and the count of epochs without improvement, but not the optimiser. */
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

/** As scikit-learn writes it. */
function inWords({ epoch, loss, validationScore }: Epoch): string {
  const line = `Iteration ${epoch}, loss = ${loss.toFixed(8)}`;
  return validationScore === undefined
    ? line
    : `${line}\nValidation score: ${validationScore.toFixed(6)}`;
}
