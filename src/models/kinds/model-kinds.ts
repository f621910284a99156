import type { SymbolicTensor } from "../../network/symbolic-tensor.ts";
import type { TrainingSettings } from "../../training/training-settings.ts";
import { changedSettings } from "./changed-settings.ts";
import { cnnLogits, type CnnSettings } from "./cnn-settings.ts";
import { attentionCnnLogits, type AttentionCnnSettings } from "./attention-cnn.ts";
import { resnet1dLogits, type ResNet1dSettings } from "./resnet1d.ts";
import { resnet2dLogits, type ResNet2dSettings } from "./resnet2d.ts";
import { tcnLogits, type TcnSettings } from "./tcn.ts";
import { linearLogits } from "./closed-form.ts";
import { ldaRecipe, type LdaSettings } from "./lda.ts";
import {
  changedLogistic,
  logisticLogits,
  logisticRecipe,
  type LogisticSettings,
} from "./logistic.ts";
import { ridgeRecipe, type RidgeSettings } from "./ridge.ts";
import { changedMlp, mlpLogits, mlpRecipe, type MlpSettings } from "./mlp-settings.ts";
import { type ModelKind, PRESET_CHANGES } from "./model-kind.ts";
import { kerasRecipe } from "./recipe.ts";

/** The settings of each kind of model. */
interface SettingsByKind {
  readonly mlp: MlpSettings;
  readonly cnn: CnnSettings;
  readonly resnet1d: ResNet1dSettings;
  readonly resnet2d: ResNet2dSettings;
  readonly tcn: TcnSettings;
  readonly "attention-cnn": AttentionCnnSettings;
  readonly logistic: LogisticSettings;
  readonly ridge: RidgeSettings;
  readonly lda: LdaSettings;
}

/** The name of a kind of model. */
export type KindName = keyof SettingsByKind;

/** A model's kind and the settings that belong to it. */
export type SingleModel<K extends KindName = KindName> = {
  readonly [P in K]: { readonly kind: P; readonly settings: SettingsByKind[P] };
}[K];

type Logits<Settings> = (
  settings: Settings,
  start: SymbolicTensor,
  classes: number,
) => SymbolicTensor;

/** Every kind of model. */
export const MODEL_KINDS: { readonly [K in KindName]: ModelKind<SettingsByKind[K]> } = {
  mlp: {
    takes: ["vectors", "sequences"],
    logits: mlpLogits,
    recipe: mlpRecipe,
    changes: PRESET_CHANGES,
    changed: changedMlp,
  },
  cnn: { ...overFrames(cnnLogits), takes: ["vectors", "sequences"] },
  resnet1d: overFrames(resnet1dLogits),
  resnet2d: overFrames(resnet2dLogits),
  tcn: overFrames(tcnLogits),
  "attention-cnn": overFrames(attentionCnnLogits),
  logistic: {
    takes: ["vectors"],
    logits: logisticLogits,
    recipe: logisticRecipe,
    changes: ["epochs", "classWeight", "labelSmoothing"],
    changed: changedLogistic,
  },
  ridge: inClosedForm(ridgeRecipe),
  lda: inClosedForm(ldaRecipe),
};

/** A kind whose settings are in Keras' words. */
function overFrames<Settings extends TrainingSettings>(
  logits: Logits<Settings>,
): ModelKind<Settings> {
  return {
    takes: ["sequences"],
    convolves: true,
    logits,
    recipe: kerasRecipe,
    changes: PRESET_CHANGES,
    changed: changedSettings,
  };
}

/** A linear kind that is solved, without epochs. */
function inClosedForm<Settings extends object>(
  recipe: ModelKind<Settings>["recipe"],
): ModelKind<Settings> {
  return {
    takes: ["vectors"],
    logits: linearLogits,
    recipe,
    changes: ["classWeight"],
    changed: changedSettings,
  };
}
