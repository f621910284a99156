import type * as v from "valibot";
import { attentionCnn } from "./attention-cnn.ts";
import { cnn } from "./cnn.ts";
import { cnnBigru } from "./cnn-bigru.ts";
import { dnn } from "./dnn.ts";
import { lda } from "./lda.ts";
import { logistic } from "./logistic.ts";
import { mlp } from "./mlp.ts";
import type { ModelKind } from "./model-kind.ts";
import { reslstmSa } from "./reslstm-sa.ts";
import { resnet1d } from "./resnet1d.ts";
import { resnet2d } from "./resnet2d.ts";
import { ridge } from "./ridge.ts";
import { speechFinetuned } from "./speech/speech-finetuned.ts";
import { tcn } from "./tcn.ts";
import { transformer } from "./transformer.ts";

/** All kinds of models by name. */
export const MODEL_KINDS = {
  mlp,
  cnn,
  dnn,
  resnet1d,
  resnet2d,
  tcn,
  "attention-cnn": attentionCnn,
  "cnn-bigru": cnnBigru,
  "reslstm-sa": reslstmSa,
  transformer,
  logistic,
  ridge,
  lda,
  "speech-finetuned": speechFinetuned,
};

/** The name of a kind of model. */
export type KindName = keyof typeof MODEL_KINDS;

/** The settings of a kind of model. Those with defaults may be left out. */
export type SettingsOf<Kind extends KindName> = Readonly<
  v.InferInput<(typeof MODEL_KINDS)[Kind]["settings"]>
>;

/** The complete settings of a kind of model. */
export type CompleteSettingsOf<Kind extends KindName> = Readonly<
  v.InferOutput<(typeof MODEL_KINDS)[Kind]["settings"]>
>;

/** The kind of a name. Its functions take the complete settings of that kind only. */
export function kindOf(name: KindName): ModelKind {
  return MODEL_KINDS[name] as object as ModelKind;
}
