import type * as v from "valibot";
import type { Matrix } from "../../math/linear-algebra/matrix.ts";
import type { Network } from "../../network/network.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import type { FitSettings } from "../../training/fit-settings.ts";
import { choice, group, optional } from "../../options/schema.ts";
import type { CommonSettingName } from "./common-settings.ts";

/** The kinds of rows of features. */
export type RowKind = "vectors" | "sequences";

/** What the starting values of a network may depend on. */
export interface StartInput {
  readonly network: Network;
  /** The values drawn from the seed. */
  readonly drawn: Float32Array;
  /** The training rows, as the network sees them. */
  readonly X: Matrix;
  /** One-hot classes. */
  readonly targets: Matrix;
  readonly runtime: Runtime;
}

/** A network and the starting values of its parameters. */
export interface Started {
  readonly network: Network;
  readonly parameters: Float32Array;
}

/** A kind of model: its settings, its network and how that is trained. */
export interface ModelKind<Entries extends v.ObjectEntries = v.ObjectEntries> {
  /** A phrase for lists of models. */
  readonly summary: string;
  /** All settings, with defaults, ranges and texts. */
  readonly settings: v.StrictObjectSchema<Entries, undefined>;
  readonly takes: readonly RowKind[];
  /** Whether features go into the network as they are, without a standard scaler. Default false. */
  readonly unscaled?: boolean;
  /** Whether a training takes seconds or minutes. */
  readonly cost: "low" | "high";
  /** The own setting for each common one that the kind has, such as `maxIter` for `epochs`. */
  readonly common: Readonly<Partial<Record<CommonSettingName, string>>>;
  /** The least number of layers with weights, to be known before a network is built that a file describes. */
  weightedLayers(settings: CompleteSettings<Entries>): number;
  /** The scores of the classes, before softmax, of a vector [columns] or a sequence [frames, width]. */
  logits(
    settings: CompleteSettings<Entries>,
    start: SymbolicTensor,
    classes: number,
  ): SymbolicTensor;
  /** The starting values of all parameters. Default: those drawn from the seed. */
  start?(settings: CompleteSettings<Entries>, input: StartInput): Promise<Float32Array>;
  /** The rows of a training, where layers that learn before it, by `start`, are not run in it. Default: as they are. */
  trainingRows?(settings: CompleteSettings<Entries>, X: Matrix, start: Started): Matrix;
  /** The settings of `fit` for a training on a number of rows. */
  fitSettings(settings: CompleteSettings<Entries>, rows: number): FitSettings;
}

/** Settings with all defaults. */
export type CompleteSettings<Entries extends v.ObjectEntries> = Readonly<
  v.InferOutput<v.StrictObjectSchema<Entries, undefined>>
>;

/** The setting that all kinds have. */
const CALIBRATED = {
  calibration: optional(
    choice(["none", "temperature"], {
      text: "how probabilities are made to be as high as the model is often right, by cross-validation over the training speakers (default: none)",
    }),
  ),
};

/** A kind of model from its own settings. */
export function modelKind<const Entries extends v.ObjectEntries>(
  kind: ModelKind<Entries>,
): ModelKind<Entries & typeof CALIBRATED> {
  const settings = group({ ...kind.settings.entries, ...CALIBRATED });
  return { ...kind, settings } as object as ModelKind<Entries & typeof CALIBRATED>;
}
